using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Reporting;

/// <summary>Reads the figures: every output's one source.</summary>
sealed class FigureStore(HelpdeskDatabase database, IOptions<ReportingOptions> options)
{
    /// <summary>One figure of the series.</summary>
    /// <param name="Category">The category's key; null for mail that nobody has judged.</param>
    /// <param name="Mailbox">Null for imported months, which have none.</param>
    /// <param name="Source">model, rule or person; null where nobody judged.</param>
    public sealed record Figure(Month Month, string? Category, string? Mailbox, string? Source, string Standing, int Count);

    /// <summary>The memo lines in their order: the view's standing and the printed name.</summary>
    static readonly (string Standing, string Name)[] NotCounted =
        [("automatic", "Automatic"), ("internal", "Internal"), ("duplicate", "Duplicate deliveries"), ("set aside", "Set aside by staff"), ("parked", "Parked, not yet labelled")];

    /// <summary>The table of <paramref name="months"/> months up to <paramref name="month"/>; null takes the setting's width.</summary>
    /// <param name="asOf">What was known, or published, at that moment; null for now.</param>
    /// <exception cref="Refusal">The month has no mail, was never published, or nothing was known at the moment.</exception>
    public async Task<ReportTable> TableAsync(Month month, int? months, Figures figures, DateTimeOffset? asOf, CancellationToken stop)
    {
        var window = month.Window(months ?? options.Value.Months);
        var (series, withMessages, estimated) = figures == Figures.Current
            ? (await SeriesAsync(window[0], month, figures, asOf, stop), [.. window], [])
            : await PrintedAsync(window, asOf, stop);
        if (!series.Any(f => f.Month == month))
        {
            throw await NothingAsync(month, figures, asOf, stop);
        }

        // What a closed month counts was decided when it was closed; its memo holds all the rest.
        var counted = figures == Figures.Current ? options.Value.Counted : ["counted"];
        var categories = await ReportCategory.ReadAsync(database, stop);
        if (figures == Figures.Current)
        {
            series = [.. series.Select(f => f.Category is not null && counted.Contains(f.Standing) ? f : f with { Standing = options.Value.MemoOf(f.Standing) })];
        }

        var cells = series.GroupBy(f => (f.Month, f.Category, f.Standing)).ToDictionary(g => g.Key, g => g.Sum(f => f.Count));
        var known = series.Select(f => f.Month).ToHashSet();
        int Sum(Month m, Func<string?, string, bool> which) => cells.Where(c => c.Key.Month == m && which(c.Key.Category, c.Key.Standing)).Sum(c => c.Value);
        return new(
            figures,
            window,
            [.. categories.Select(c => new ReportTable.Row(c.Name, [.. window.Select(m => Cell(c, m))], c.Key, c.Mark(window)))],
            withMessages.Count == 0 ? [] :
            [
                Memo("Mail received", "received", (_, _) => true),
                .. NotCounted.Where(n => !counted.Contains(n.Standing)).Select(n => Memo(n.Name, n.Standing, (_, standing) => standing == n.Standing)),
            ],
            estimated.Count == 0 ? null : [.. estimated.Order()]);

        int? Cell(ReportCategory category, Month m) =>
            figures == Figures.Published && !known.Contains(m) ? null
            : Sum(m, (key, standing) => key == category.Key && counted.Contains(standing)) is var count && (count > 0 || category.InForce(m)) ? count : null;

        ReportTable.Row Memo(string name, string key, Func<string?, string, bool> which) =>
            new(name, [.. window.Select(m => withMessages.Contains(m) ? Sum(m, which) : (int?)null)], key);
    }

    /// <summary>The printed figures of published months; which of them have messages behind them, for of imported ones nobody knows what was received and not counted; and which print estimates.</summary>
    async Task<(IReadOnlyList<Figure> Figures, HashSet<Month> WithMessages, HashSet<Month> Estimated)> PrintedAsync(IReadOnlyList<Month> window, DateTimeOffset? asOf, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            with force as (
                select distinct on (month) id, month, origin from publications
                where month between $1 and $2 and published_at <= coalesce($3, 'infinity'::timestamptz)
                order by month, version desc
            )
            select p.month, c.key, 'counted' as standing, n.count, p.origin <> 'imported', exists (select from published_estimates e where e.publication_id = p.id)
            from force p join published_counts n on n.publication_id = p.id join categories c on c.id = n.category_id
            union all
            select p.month, null, m.standing, m.count, true, false from force p join published_memo m on m.publication_id = p.id
            """);
        command.Parameters.Add(new() { Value = window[0].FirstDay });
        command.Parameters.Add(new() { Value = window[^1].FirstDay });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = asOf?.UtcDateTime });
        await using var rows = await command.ExecuteReaderAsync(stop);
        var figures = new List<Figure>();
        var (withMessages, estimated) = (new HashSet<Month>(), new HashSet<Month>());
        while (await rows.ReadAsync(stop))
        {
            var month = Month.Of(rows.GetFieldValue<DateOnly>(0));
            figures.Add(new(month, rows.IsDBNull(1) ? null : rows.GetString(1), null, null, rows.GetString(2), rows.GetInt32(3)));
            if (rows.GetBoolean(4))
            {
                withMessages.Add(month);
            }

            if (rows.GetBoolean(5))
            {
                estimated.Add(month);
            }
        }

        return (figures, withMessages, estimated);
    }

    /// <summary>Every figure of the months, by category, mailbox, source and standing.</summary>
    /// <exception cref="Refusal">Nothing was known at the moment.</exception>
    public async Task<IReadOnlyList<Figure>> SeriesAsync(Month first, Month last, Figures figures, DateTimeOffset? asOf, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand((figures, asOf) switch
        {
            (Figures.Current, null) => Named("select month, category_id, mailbox_id, source, standing, count from monthly_figures where month between $1 and $2"),
            (Figures.Current, _) => Named("""
                select month, category_id, mailbox_id, source, standing, sum(change)::integer as count from figure_history
                where month between $1 and $2 and at <= $3
                group by month, category_id, mailbox_id, source, standing having sum(change) <> 0
                """),
            (Figures.Published, _) => Named(PublishedFigures),
        });
        command.Parameters.Add(new() { Value = first.FirstDay });
        command.Parameters.Add(new() { Value = last.FirstDay });
        if (asOf is not null || figures == Figures.Published)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = asOf?.UtcDateTime });
        }

        await using var rows = await command.ExecuteReaderAsync(stop);
        var series = new List<Figure>();
        while (await rows.ReadAsync(stop))
        {
            series.Add(new(Month.Of(rows.GetFieldValue<DateOnly>(0)), Text(1), Text(2), Text(3), rows.GetString(4), rows.GetInt32(5)));
        }

        return series;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

        static string Named(string figures) => $"""
            select f.month, c.key, b.name, f.source, f.standing, f.count
            from ({figures}) f left join categories c on c.id = f.category_id left join mailboxes b on b.id = f.mailbox_id
            order by f.month, c.print_order, b.name, f.source, f.standing
            """;
    }

    /// <summary>
    /// A closed month is counted from its frozen members, an imported one is taken as it was printed. Where estimates are printed, the source
    /// <c>adjusted</c> has what they add to the count or take from it, so that a category's figures add up to the printed one.
    /// </summary>
    const string PublishedFigures = """
        with force as (
            select distinct on (month) id, month, origin from publications
            where month between $1 and $2 and published_at <= coalesce($3, 'infinity'::timestamptz)
            order by month, version desc
        )
        select p.month, c.category_id, null::smallint as mailbox_id, null::text as source, 'counted' as standing, c.count
        from force p join published_counts c on c.publication_id = p.id where p.origin = 'imported'
        union all
        select p.month, m.category_id, m.mailbox_id, m.source, m.standing, count(*)::integer
        from force p join published_members m on m.publication_id = p.id
        group by p.month, m.category_id, m.mailbox_id, m.source, m.standing
        union all
        select p.month, m.category_id, m.mailbox_id, m.source, further_standing(m.standing), sum(m.copies)::integer
        from force p join published_members m on m.publication_id = p.id where m.copies > 0
        group by p.month, m.category_id, m.mailbox_id, m.source, further_standing(m.standing)
        union all
        select p.month, e.category_id, null, 'adjusted', 'counted', c.count - e.counted
        from force p join published_estimate_cells e on e.publication_id = p.id
        join published_counts c on c.publication_id = p.id and c.category_id = e.category_id
        where c.count <> e.counted
        """;

    /// <summary>The last month with mail; null in an empty system.</summary>
    public async Task<Month?> LatestMonthAsync(CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("select max(month) from monthly_figures");
        return await command.ExecuteScalarAsync(stop) is DateOnly day ? Month.Of(day) : null;
    }

    async Task<Refusal> NothingAsync(Month month, Figures figures, DateTimeOffset? asOf, CancellationToken stop)
    {
        if (figures == Figures.Published)
        {
            return new($"{month} {(asOf is { } then ? $"was not published at {Moments.Written(then)}" : "is not published")}; close it with 'helpdesk close', import its table with 'helpdesk import table', or show --as current.");
        }

        if (asOf is { } moment)
        {
            await using var command = database.Source.CreateCommand("select min(at) from figure_history");
            return new(await command.ExecuteScalarAsync(stop) is DateTime first
                ? moment.UtcDateTime < first
                    ? $"Nothing was known at {Moments.Written(moment)}; the first mail was counted at {Moments.Written(first)}."
                    : $"Nothing of {month} was known at {Moments.Written(moment)}."
                : "No mail was ever counted; run 'helpdesk poll' first.");
        }

        return new(await LatestMonthAsync(stop) is { } latest
            ? $"There is no mail in {month}; the latest month with any is {latest}."
            : $"There is no mail in {month}, nor in any other month; run 'helpdesk poll' first.");
    }
}
