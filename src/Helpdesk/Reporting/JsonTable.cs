using System.Text.Json.Serialization;
using Helpdesk.Reporting.Exports;

namespace Helpdesk.Reporting;

/// <summary>The table as an object for JSON.</summary>
static class JsonTable
{
    /// <param name="Estimated">The months whose counts by category are estimates; left out where none is.</param>
    public sealed record Json(string Month, string As, string State, IReadOnlyList<string> Months, IReadOnlyList<Row> Rows, IReadOnlyList<int?> Total, IReadOnlyList<Memo> Memo, int TelephoneCalls, IReadOnlyList<string> Footnotes, IReadOnlyList<string> Notes, IReadOnlyList<string> Breaks, AboutTable About, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Estimated = null);

    public sealed record Row(string Category, string Key, IReadOnlyList<int?> Counts);

    public sealed record Memo(string Name, string Standing, IReadOnlyList<int?> Counts);

    public static Json Of(MonthReport report) => new(
        report.Month.ToString(),
        report.Table.Figures switch { Figures.Current => "current", Figures.Published => "published" },
        report.State,
        [.. report.Table.Months.Select(m => m.ToString())],
        [.. report.Table.Rows.Select(r => new Row(r.Name, r.Key!, r.Counts))],
        report.Table.Total.Counts,
        [.. report.Table.Memo.Select(r => new Memo(r.Name, r.Key!, r.Counts))],
        report.Calls,
        [.. report.Footnotes.Select(f => f.Text)],
        report.Notes,
        report.Breaks,
        report.About,
        report.Table.Estimated is { Count: > 0 } months ? [.. months.Select(m => m.ToString())] : null);
}
