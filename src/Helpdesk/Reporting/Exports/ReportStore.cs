using System.Globalization;
using System.Reflection;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting.Closing;
using Helpdesk.Reporting.Telephone;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Exports;

/// <summary>Puts a month's report together from the figures and what was said of them.</summary>
sealed class ReportStore(HelpdeskDatabase database, FigureStore figures, NoteStore notes, CallLog calls, EstimateStore estimates, IOptions<ReportingOptions> options, IOptions<CountingOptions> counting, TimeProvider clock)
{
    /// <summary>Columns behind z would need two letters; a table with more changed figures than that has a larger problem.</summary>
    const string Letters = "abcdefghijklmnopqrstuvwxyz";

    sealed record Publication(Month Month, int Version, string Origin, DateTimeOffset At);

    /// <exception cref="Refusal">There are no such figures.</exception>
    public async Task<MonthReport> ComposeAsync(Month month, int? months, Figures which, DateTimeOffset? asOf, CancellationToken stop)
    {
        var table = await figures.TableAsync(month, months, which, asOf, stop);
        var publications = which == Figures.Published ? await PublicationsAsync(table.Months, asOf, stop) : [];
        var moment = which == Figures.Published ? publications.Max(p => p.At) : asOf ?? clock.GetUtcNow();
        var first = table.Months[0];
        IReadOnlyList<EstimateStore.Estimate> estimated = table.Estimated is null ? [] : [.. (await estimates.ReadAsync(first, month, stop)).Where(e => publications.Any(p => p.Month == e.Month && p.Version == e.Version))];
        return new(
            options.Value.SectionNumber,
            options.Value.TableNumber,
            which == Figures.Current ? "draft" : publications.Last(p => p.Month == month).Origin switch { "imported" => "published before this system", var origin => origin },
            table,
            await calls.CountAsync(month, asOf, stop),
            which == Figures.Published ? await FootnotesAsync(table, estimated, asOf, stop) : [],
            [.. (await notes.DecidedAsync(first, month, stop)).Where(n => n.Kept).Select(n => n.Text)],
            [.. (await notes.BreaksAsync(first, month, counting.Value.TimeZone, stop)).Select(b => $"From {b.Month.Title}: {b.Text}.".Replace("..", ".", StringComparison.Ordinal))],
            await AboutAsync(table, moment, publications, estimated, stop));
    }

    /// <summary>The moment of the last publication in a month's window: an edition older than that is not the last word.</summary>
    public async Task<DateTimeOffset> LastPublicationAsync(Month month, CancellationToken stop) =>
        (await PublicationsAsync(month.Window(options.Value.Months), null, stop)).Max(p => p.At);

    Task<IReadOnlyList<Publication>> PublicationsAsync(IReadOnlyList<Month> window, DateTimeOffset? asOf, CancellationToken stop) => database.ListAsync("""
        select distinct on (month) month, version, origin, published_at from publications
        where month between $1 and $2 and published_at <= $3 order by month, version desc
        """, [window[0].FirstDay, window[^1].FirstDay, asOf ?? DateTimeOffset.MaxValue],
        row => new Publication(Month.Of(row.GetFieldValue<DateOnly>(0)), row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), stop);

    async Task<IReadOnlyList<MonthReport.Footnote>> FootnotesAsync(ReportTable table, IReadOnlyList<EstimateStore.Estimate> estimated, DateTimeOffset? asOf, CancellationToken stop)
    {
        var differing = await database.ListAsync("""
            with v as (
                select month, min(version) as first, max(version) as last from publications
                where month between $1 and $2 and published_at <= $3 group by month having min(version) < max(version)
            ),
            counts as (
                select p.month, p.version, p.published_at, c.category_id, c.count from publications p join published_counts c on c.publication_id = p.id
            )
            select v.month, k.key, k.name, a.count, b.count, a.published_at, r.note
            from v
            join counts a on a.month = v.month and a.version = v.first
            join counts b on b.month = v.month and b.version = v.last and b.category_id = a.category_id
            join publications r on r.month = v.month and r.version = v.last
            join categories k on k.id = a.category_id
            where a.count <> b.count
            order by v.month, k.print_order
            """, [table.Months[0].FirstDay, table.Month.FirstDay, asOf ?? DateTimeOffset.MaxValue],
            row => (Month: Month.Of(row.GetFieldValue<DateOnly>(0)), Key: row.GetString(1), Name: row.GetString(2), First: row.GetInt32(3), Now: row.GetInt32(4), Note: row.IsDBNull(6) ? null : row.GetString(6)), stop);
        var notes = differing.Select(d => (d.Month, Key: (string?)d.Key, d.Name, d.First, d.Now, d.Note))
            .Concat(differing.GroupBy(d => d.Month).Where(g => g.Sum(d => d.First) != g.Sum(d => d.Now))
                .Select(g => (g.Key, (string?)null, "Total", FirstTotal(g.Key, g.Sum(d => d.Now - d.First)), table.Total.Counts[table.Months.Index().First(m => m.Item == g.Key).Index]!.Value, g.First().Note)))
            .OrderBy(n => n.Item1);
        return
        [
            .. estimated.Select((e, i) => new MonthReport.Footnote(Mark(i), e.Month, null, EstimateWords.Footnote(e, whole: e.Month == table.Month), Column: true)),
            .. notes.Select((n, i) => new MonthReport.Footnote(Mark(i + estimated.Count), n.Item1, n.Item2, string.Create(CultureInfo.InvariantCulture,
            $"{n.Item3}, {n.Item1.Title}: first published as {n.Item4:N0}, now {n.Item5:N0}{(n.Item6 is null ? "" : $" ({n.Item6})")}."))),
        ];

        int FirstTotal(Month month, int difference) => table.Total.Counts[table.Months.Index().First(m => m.Item == month).Index]!.Value - difference;

        static string Mark(int i) => i < Letters.Length ? Letters[i].ToString() : Letters[(i / Letters.Length) - 1].ToString() + Letters[i % Letters.Length];
    }

    async Task<AboutTable> AboutAsync(ReportTable table, DateTimeOffset moment, IReadOnlyList<Publication> publications, IReadOnlyList<EstimateStore.Estimate> estimated, CancellationToken stop)
    {
        var rules = options.Value;
        var categories = await ReportCategory.ReadAsync(database, stop);
        return new(
            moment,
            table.Figures switch { Figures.Current => "current: what was known at the moment below", Figures.Published => "published: frozen when each month was published" },
            counting.Value.TimeZone,
            [
                "a message counts once, in the month of its arrival, in one category: the latest correction's, else the latest guess's",
                $"automatic mail is {Counted(rules.CountAutomatic)}, internal mail is {Counted(rules.CountInternal)}, further deliveries of a message are {Counted(rules.CountDuplicates)}, mail set aside by staff is not counted",
            ],
            await database.ListAsync("select version from models where first_used_at <= $1 order by id", [moment], row => row.GetString(0), stop),
            $"version {Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]} of the program",
            [.. categories.Select(c => c.Name)],
            [.. publications.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Month} version {p.Version} ({p.Origin}{(table.IsEstimated(p.Month) ? ", adjusted counts" : "")}) at {Moments.Written(p.At)}"))],
            MonthReport.HashOf(table),
            estimated.Count == 0 ? null : [.. estimated.Select(EstimateWords.About)]);

        static string Counted(bool counts) => counts ? "counted" : "not counted";
    }
}
