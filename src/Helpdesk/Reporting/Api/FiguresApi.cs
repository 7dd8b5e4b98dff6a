using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting.Exports;
using Helpdesk.Reporting.Telephone;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Api;

/// <summary>Answers for programs: the same figures as every page and file.</summary>
sealed class FiguresApi(HelpdeskDatabase database, FigureStore figures, ReportExport reports, CallLog calls, IOptions<CountingOptions> counting, IOptions<ReportingOptions> reporting)
{
    /// <summary>Series by these columns; the standing always stays, since a sum over all standings is no count.</summary>
    static readonly string[] Dimensions = ["category", "mailbox", "source"];

    public async Task<IReadOnlyList<ApiAnswers.Category>> CategoriesAsync(CancellationToken stop) =>
        [.. (await ReportCategory.ReadAsync(database, stop)).Select(c => new ApiAnswers.Category(c.Key, c.Name, c.First?.ToString(), c.Last?.ToString()))];

    public Task<IReadOnlyList<ApiAnswers.MonthState>> MonthsAsync(CancellationToken stop) => database.ListAsync("""
        with current as (
            select month, sum(count) filter (where standing = any($1) and category_id is not null)::integer as count from monthly_counts group by month
        ),
        published as (
            select month, version, origin, sum(count)::integer as count from latest_published_counts group by month, version, origin
        )
        select coalesce(c.month, p.month), coalesce(p.origin, 'open'), p.version, p.count, coalesce(c.count, 0)
        from current c full join published p using (month) order by 1 desc
        """, [reporting.Value.Counted.ToArray()], row => new ApiAnswers.MonthState(Month.Of(row.GetFieldValue<DateOnly>(0)).ToString(), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetInt32(4)), stop);

    public Task<IReadOnlyList<ApiAnswers.Version>> VersionsAsync(Month month, CancellationToken stop) => database.ListAsync("""
        select p.version, p.origin, p.published_at, p.published_by, p.sign_off, p.note, (select sum(count) from published_counts c where c.publication_id = p.id)::integer,
            exists (select from published_estimates e where e.publication_id = p.id)
        from publications p where p.month = $1 order by p.version
        """, [month.FirstDay], row => new ApiAnswers.Version(month.ToString(), row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), Text(row, 3), Text(row, 4), Text(row, 5), row.GetInt32(6), row.GetBoolean(7)), stop);

    /// <summary>A file of the month's report: the table as JSON or CSV.</summary>
    public Task<byte[]> TableAsync(string format, string month, int? months, string? which, string? asOf, CancellationToken stop)
    {
        if (months is < 1 or > 120)
        {
            throw new Refusal($"months is {months}; a table has 1 to 120 months.");
        }

        return reports.FileAsync($"table.{format}", ParseMonth("month", month), months, ParseFigures(which), ParseMoment(asOf), stop);
    }

    /// <summary>The series, summed over the dimensions that are not asked for.</summary>
    public async Task<IReadOnlyList<ApiAnswers.Figure>> SeriesAsync(string from, string to, string? by, string? which, string? asOf, CancellationToken stop)
    {
        var (first, last) = (ParseMonth("from", from), ParseMonth("to", to));
        if (first.CompareTo(last) > 0 || first.CompareTo(last.Add(-119)) < 0)
        {
            throw new Refusal($"from is {first} and to is {last}; a series has 1 to 120 months, the older first.");
        }

        var asked = (by ?? "category").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.FirstOrDefault(a => !Dimensions.Contains(a)) is { } unknown)
        {
            throw new Refusal($"by has '{unknown}'; it may have {string.Join(", ", Dimensions)}.");
        }

        return [.. (await figures.SeriesAsync(first, last, ParseFigures(which), ParseMoment(asOf), stop))
            .GroupBy(f => (f.Month, Category: asked.Contains("category") ? f.Category : null, Mailbox: asked.Contains("mailbox") ? f.Mailbox : null, Source: asked.Contains("source") ? f.Source : null, f.Standing))
            .Select(g => new ApiAnswers.Figure(g.Key.Month.ToString(), g.Key.Category, g.Key.Mailbox, g.Key.Source, g.Key.Standing, g.Sum(f => f.Count)))];
    }

    public async Task<IReadOnlyList<ApiAnswers.Call>> CallsAsync(string month, CancellationToken stop) =>
        [.. (await calls.ListAsync(ParseMonth("month", month), stop)).Select(c => new ApiAnswers.Call(c.Id, c.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), c.Category, c.Note))];

    public async Task<ApiAnswers.Logged> LogAsync(ApiAnswers.NewCall call, string person, CancellationToken stop)
    {
        if (!DateOnly.TryParseExact(call.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new Refusal($"day is '{call.Day}', which is no day; write it as 2019-06-14.");
        }

        var id = await calls.AddAsync(day, call.Category, call.Note ?? "", person, stop);
        return new(id, Month.Of(day).ToString(), await calls.CountAsync(Month.Of(day), null, stop));
    }

    public static Month ParseMonth(string name, string text) =>
        Month.TryParse(text, out var month) ? month : throw new Refusal($"{name} is '{text}', which is no month; write it as 2019-06.");

    static Figures ParseFigures(string? which) => which switch
    {
        null or "current" => Figures.Current,
        "published" => Figures.Published,
        _ => throw new Refusal($"as is '{which}'; it must be current or published."),
    };

    DateTimeOffset? ParseMoment(string? asOf) => asOf is null ? null : Moments.Read("asOf", asOf, counting.Value.Zone);

    static string? Text(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
