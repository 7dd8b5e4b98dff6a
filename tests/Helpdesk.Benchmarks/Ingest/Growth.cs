using System.Globalization;
using Helpdesk.Corrections;
using Helpdesk.Database;
using Microsoft.Extensions.Configuration;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>The same mail once in a tenth and once whole: time must grow tenfold at most, and memory not at all. Then how long the full-text index takes behind it.</summary>
static class Growth
{
    public const string Tenth = "tenth";

    public static async Task RunAsync(BenchServers servers, string user, int mails)
    {
        var (small, _) = await Backfill.OursAsync(servers, Tenth, mails / 10);
        var (large, connection) = await Backfill.OursAsync(servers, user, mails);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Helpdesk", connection)]).Build();
        await using var database = new HelpdeskDatabase(configuration, new DataFolder(configuration));
        await database.OpenAsync(CancellationToken.None);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await new SearchIndex(database).CatchUpAsync(CancellationToken.None);
        var index = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            growth: {mails / 10:N0} mails in {small.Wall.TotalSeconds:N1} s, peak {small.PeakBytes >> 20} MB; {mails:N0} mails in {large.Wall.TotalSeconds:N1} s, peak {large.PeakBytes >> 20} MB: {large.Wall / small.Wall:N1} times the time
            with the full-text index complete: {large.Wall.TotalSeconds:N1} s and {index.TotalSeconds:N1} s behind it
            """));
    }
}
