using System.Globalization;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>A whole mailbox from its server into the database, beside the bare fetch and beside mbsync, one after another in each round.</summary>
static class Backfill
{
    static readonly string Program = typeof(CommandLine.Refusal).Assembly.Location;

    public static async Task RunAsync(BenchServers servers, string user, int mails, int rounds)
    {
        await RawFetch.RunAsync(servers.Port, user, BenchServers.Password, servers.Authority, mails); // the server's index and the page cache are warm for everybody
        var floor = new List<double>();
        var copy = new List<double>();
        var ours = new List<double>();
        var peak = 0L;
        var processor = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            floor.Add((await RawFetch.RunAsync(servers.Port, user, BenchServers.Password, servers.Authority, mails)).Wall.TotalSeconds);
            copy.Add((await Mbsync.RunAsync(servers.Path, servers.Port, user, BenchServers.Password, servers.Authority, sync: false)).Wall.TotalSeconds);
            var (cost, _) = await OursAsync(servers, user, mails);
            ours.Add(cost.Wall.TotalSeconds);
            peak = Math.Max(peak, cost.PeakBytes);
            processor = cost.Processor.TotalSeconds;
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: fetch {floor[^1]:N1} s, mbsync {copy[^1]:N1} s, whole way {ours[^1]:N1} s ({processor:N1} s of processor, peak {peak >> 20} MB)"));
        }

        var synced = (await Mbsync.RunAsync(servers.Path, servers.Port, user, BenchServers.Password, servers.Authority, sync: true)).Wall.TotalSeconds;
        var whole = Median(ours);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            | way | seconds (median of {rounds}) | whole way takes |
            |---|---|---|
            | bare FETCH of the bytes over TLS, dropped | {Median(floor):N1} | {whole / Median(floor):N2} times |
            | mbsync into a Maildir, FSync off | {Median(copy):N1} | {whole / Median(copy):N2} times |
            | mbsync into a Maildir, FSync on (its default) | {synced:N1} | {whole / synced:N2} times |
            | `helpdesk poll`: fetched, read, classified, stored durably | {whole:N1} | {mails / whole:N0} mails a second, {processor:N1} s of processor, peak {peak >> 20} MB |
            """));
    }

    /// <summary>One <c>helpdesk poll</c> from its start to its end, in a new database.</summary>
    public static async Task<(ProcessCost Cost, string Database)> OursAsync(BenchServers servers, string user, int mails)
    {
        var connection = await servers.NewDatabaseAsync();
        var cost = await ProcessCost.RunAsync(["dotnet", Program, "poll"], servers.Settings(connection, user));
        var stored = await BenchServers.CountAsync(connection, "select count(*) from deliveries join guesses using (message_id)");
        return stored == mails ? (cost, connection) : throw new InvalidOperationException($"{stored} of {mails} mails were stored and classified: {cost.Output}");
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
