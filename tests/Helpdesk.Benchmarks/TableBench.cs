using System.Diagnostics;
using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Demo;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Benchmarks;

/// <summary>How long the report's table takes, and what keeping its figures costs the intake, at few and at many messages.</summary>
static class TableBench
{
    const int Few = 20_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var many = arguments is ["--messages", var text] ? long.Parse(text, CultureInfo.InvariantCulture) : 10_000_000;
        using var folder = new TemporaryFolder("helpdesk-bench-");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", folder.Path)]).Build();
        var data = new DataFolder(configuration);
        await using (var database = new HelpdeskDatabase(configuration, data))
        {
            await database.OpenAsync(default);
            await using var generator = await GeneratedMail.OnAsync(database);
            var few = await MeasureAsync(database, generator, Few);
            var large = await MeasureAsync(database, generator, many);
            Say($"table: {large.Table.TotalMilliseconds / few.Table.TotalMilliseconds:N2} times as long at {many:N0} messages as at {Few:N0}");
            Say($"batch of 100 mails: {large.Batch / large.Bare:N2} times as long with the figures kept as without, at {many:N0} messages");
            var started = Stopwatch.GetTimestamp();
            var recount = await new Recount(database, Microsoft.Extensions.Logging.Abstractions.NullLogger<Recount>.Instance).RunAsync(default);
            Say($"recount of {many:N0} messages: {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s, {recount.Differences} differences");
        }

        NpgsqlConnection.ClearAllPools();
        await EmbeddedCluster.EraseAsync(data, default);
        return 0;
    }

    static async Task<(TimeSpan Table, double Batch, double Bare)> MeasureAsync(HelpdeskDatabase database, GeneratedMail generator, long messages)
    {
        var started = Stopwatch.GetTimestamp();
        await generator.GrowAsync(messages);
        Say($"{messages:N0} messages generated in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        var figures = new FigureStore(database, Options.Create(new ReportingOptions()));
        var table = await TimesAsync(200, () => figures.TableAsync(new Month(2019, 6), 13, Figures.Current, null, default));
        var asOf = await TimesAsync(50, () => figures.TableAsync(new Month(2019, 6), 13, Figures.Current, DateTimeOffset.UtcNow, default));
        Say($"  table of 13 months: {table.Median.TotalMilliseconds:N1} ms (95 of 100 within {table.Late.TotalMilliseconds:N1} ms); as of a moment: {asOf.Median.TotalMilliseconds:N1} ms");
        var kept = await TimesAsync(200, () => generator.BatchAsync(withFigures: true));
        var bare = await TimesAsync(200, () => generator.BatchAsync(withFigures: false));
        Say($"  batch of 100 mails into the tables: {kept.Median.TotalMilliseconds:N1} ms with the figures kept, {bare.Median.TotalMilliseconds:N1} ms without");
        await generator.SettleAsync();
        return (table.Median, kept.Median.TotalMilliseconds, bare.Median.TotalMilliseconds);
    }

    static async Task<(TimeSpan Median, TimeSpan Late)> TimesAsync(int times, Func<Task> what)
    {
        await what(); // the first one also plans and compiles
        var took = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await what();
            took.Add(Stopwatch.GetElapsedTime(started));
        }

        took.Sort();
        return (took[times / 2], took[times * 95 / 100]);
    }

    static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
