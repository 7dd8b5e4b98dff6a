using System.Diagnostics;
using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Corrections;
using Helpdesk.Database;
using Helpdesk.Demo;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using Helpdesk.Quality;
using Helpdesk.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Benchmarks;

/// <summary>How the pages, the search and the table fare when ten million messages are stored with their texts and search index.</summary>
static class YearsBench
{
    /// <summary>Twenty readings, or as many as ten seconds hold: enough for a middle, and a slow page ends the bench in sight.</summary>
    const int Readings = 20;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly string[] Pages =
    [
        "/health/live", "/", "/?month=2019-06", "/review", "/messages", "/messages?q=case7654321", "/messages?q=modification", "/messages?q=modification+deadline", "/messages?q=please",
        "/messages?month=2019-06&category=3", "/messages?month=2016-02&state=doubtful", "/messages?source=person", "/messages?domain=company7.example", "/messages?sort=doubt", "/messages?sort=doubt&source=model&state=counted",
        "/messages/5000000", "/mailboxes", "/months/2019-06", "/quality", "/corrected", "/health/ready", "/metrics",
    ];

    /// <param name="arguments"><c>--messages N</c> (ten million), <c>--folder FOLDER</c>: a data folder that is filled once and kept, to be measured again.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = Given(arguments, "--messages") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 10_000_000;
        using var temporary = new TemporaryFolder("helpdesk-bench-");
        var kept = Given(arguments, "--folder");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", kept ?? temporary.Path)]).Build();
        var folder = new DataFolder(configuration);
        await using (var database = new HelpdeskDatabase(configuration, folder))
        {
            await database.OpenAsync(default);
            await using (var connection = await database.Source.OpenConnectionAsync())
            {
                if (await CountAsync(connection, "select count(*) from (select from messages limit 1) m") == 0)
                {
                    var clock = Stopwatch.StartNew();
                    await new YearsOfMail(connection).FillAsync(messages);
                    Say($"{messages:N0} messages with texts and search index made in {clock.Elapsed.TotalMinutes:N1} minutes");
                    await SizesAsync(connection, messages);
                }
            }

            var figures = new FigureStore(database, Options.Create(new ReportingOptions()));
            await MeasureAsync("table of 13 months", () => figures.TableAsync(new Month(2019, 6), 13, Figures.Current, null, default));
            await MeasureAsync("job: order the review queue", () => new ReviewQueue(database, Options.Create(new ClassifierOptions()), TimeProvider.System).ReorderAsync(default));
            await MeasureAsync("job: make messages searchable", () => new SearchIndex(database).CatchUpAsync(default));
            await MeasureAsync("job: certify", () => new MailboxHealth(database).CountAsync(false, default));
            var mixes = new ModelMixes(database, Options.Create(new ClassifierOptions()));
            var stamps = new MonthStamps(database, mixes, Options.Create(new ReportingOptions()));
            await MeasureAsync("job: judge how sure the counts are", async () =>
            {
                await stamps.AdvanceAsync(default);
                await new QualityBook(database, new MonthMail(database, Options.Create(new ReportingOptions())), mixes, stamps, new SecondOpinions(database, Options.Create(new ClassifierOptions())), Options.Create(new QualityOptions())).WindowAsync(new Month(2019, 6), 13, default);
            });
            await using var served = await ServedBench.StartAsync(database.ConnectionString, Given(arguments, "--as") is { } name ? [name] : ["bench"], "administrator", [], "--no-worker");
            using var http = await served.SignInAsync(Given(arguments, "--as") ?? "bench", 10);
            foreach (var page in Pages)
            {
                await MeasureAsync(page, async () => (await http.GetAsync(page)).EnsureSuccessStatusCode());
            }
        }

        NpgsqlConnection.ClearAllPools();
        if (kept is null)
        {
            await EmbeddedCluster.EraseAsync(folder, default);
        }

        return 0;
    }

    static async Task MeasureAsync(string name, Func<Task> read)
    {
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        try
        {
            while (times.Count < Readings && all.Elapsed < Patience)
            {
                var one = Stopwatch.StartNew();
                await read();
                times.Add(one.Elapsed.TotalMilliseconds);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or NpgsqlException)
        {
            Say($"{name,-42} fails after {all.Elapsed.TotalSeconds:N1} s: {e.Message}");
            return;
        }

        double[] sorted = [.. times.Order()];
        Say($"{name,-42} first {times[0],8:N1} ms, half within {sorted[sorted.Length / 2],8:N1} ms, worst {sorted[^1],8:N1} ms ({sorted.Length} readings)");
    }

    static async Task SizesAsync(NpgsqlConnection connection, long messages)
    {
        await using var command = new NpgsqlCommand("""
            select relname, pg_total_relation_size(oid), pg_indexes_size(oid) from pg_class
            where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_total_relation_size(oid) > 1000000 order by 2 desc
            """, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = 0L;
        while (await rows.ReadAsync())
        {
            all += rows.GetInt64(1);
            Say($"{rows.GetString(0),-24} {(double)rows.GetInt64(1) / messages,8:N0} bytes a message, {(double)rows.GetInt64(2) / messages,6:N0} of them indexes");
        }

        Say($"{"all",-24} {(double)all / messages,8:N0} bytes a message, {all / 1e9:N1} GB");
    }

    static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static string? Given(string[] arguments, string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;

    static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
