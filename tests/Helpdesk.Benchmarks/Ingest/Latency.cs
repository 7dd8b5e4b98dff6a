using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>From a mail's delivery into the Maildir to the commit that stores and classifies it, with a worker that listens.</summary>
static class Latency
{
    const int Deliveries = 200;

    public static async Task RunAsync(BenchServers servers, string user, IngestMail mail)
    {
        var connection = await servers.NewDatabaseAsync();
        await using var worker = BenchWorker.Start([.. servers.Settings(connection, user), new("Polling__Interval", "00:59:00")]);
        await using var source = NpgsqlDataSource.Create(connection);
        var stored = await UntilAsync(source, above: 0);
        for (var settled = 0; settled != stored; await Task.Delay(2000))
        {
            (settled, stored) = ((int)stored, await UntilAsync(source, above: 0));
        }

        var random = new Random(5);
        var waits = new List<double>();
        for (var delivery = 0; delivery < Deliveries; delivery++)
        {
            await Task.Delay(random.Next(300));
            var name = string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.L{delivery:D6}.bench");
            var path = Path.Combine(servers.Maildir(user), "tmp", name);
            using (var message = mail.Write(1_000_000 + delivery, DateTimeOffset.UtcNow, withAttachments: true))
            {
                await message.WriteToAsync(path);
            }

            File.Move(path, Path.Combine(servers.Maildir(user), "new", name));
            var delivered = Stopwatch.GetTimestamp();
            stored = await UntilAsync(source, above: stored);
            waits.Add(Stopwatch.GetElapsedTime(delivered).TotalMilliseconds);
        }

        waits.Sort();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"\nfrom delivery to stored and classified, {Deliveries} deliveries one after another: median {waits[Deliveries / 2]:N0} ms, 95 of 100 within {waits[Deliveries * 95 / 100]:N0} ms, worst {waits[^1]:N0} ms"));
    }

    static async Task<long> UntilAsync(NpgsqlDataSource source, long above)
    {
        while (true)
        {
            await using var count = source.CreateCommand("select count(*) from guesses");
            if ((long)(await count.ExecuteScalarAsync())! is var now && now > above)
            {
                return now;
            }

            await Task.Delay(5);
        }
    }
}
