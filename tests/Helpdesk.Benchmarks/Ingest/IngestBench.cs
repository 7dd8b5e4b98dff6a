using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Database;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>What reading mailboxes costs, beside mbsync in the same run: backfill, polls without news, latency, rest, growth.</summary>
static class IngestBench
{
    const string User = "bench";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var mails = Number(arguments, "--mails", 20_386);
        var rounds = Number(arguments, "--rounds", 3);
        var only = Array.IndexOf(arguments, "--only") is var at and >= 0 ? arguments[at + 1] : null;
        var samples = await MessageFile.ReadAsync([Path.Combine(DataFolder.Home, "training-data", "demo.jsonl")], CancellationToken.None);
        await using var servers = new BenchServers();
        var mail = new IngestMail(samples, 1207);
        var (bytes, median) = mail.Fill(servers.Maildir(User), only is null or "backfill" or "stages" or "growth" ? mails : 10);
        if (only is null or "growth")
        {
            new IngestMail(samples, 1207).Fill(servers.Maildir(Growth.Tenth), mails / 10);
        }

        if (only is null or "rest")
        {
            AtRest.Fill(servers, Number(arguments, "--rest-mails", 20_000));
        }

        await servers.StartAsync();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{mails:N0} mails of {bytes / 1e6:N0} MB, median {median / 1024.0:N1} KB, {Environment.ProcessorCount} cores, {Cpu()}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}\n"));
        if (only is null or "backfill")
        {
            await Backfill.RunAsync(servers, User, mails, rounds);
        }

        if (only is null or "growth")
        {
            await Growth.RunAsync(servers, User, mails);
        }

        if (only is null or "rest")
        {
            await AtRest.RunAsync(servers, Number(arguments, "--rest-mails", 20_000));
        }

        if (only is null or "latency")
        {
            await Latency.RunAsync(servers, User, mail);
        }

        if (only is "stages")
        {
            await Stages.RunAsync(servers.Maildir(User));
        }

        return 0;
    }

    static int Number(string[] arguments, string option, int otherwise) =>
        Array.IndexOf(arguments, option) is var at and >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;

    static string Cpu() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor";
}
