using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>The report's table: categories by months, with totals and, for current figures, the memo lines.</summary>
/// <param name="Months">Oldest first; the reporting month is the last.</param>
/// <param name="Rows">In print order; a count is null where a month was never published.</param>
/// <param name="Memo">Mail received and each reason not to count, so that received = total + the rest; empty for published figures.</param>
sealed record ReportTable(Figures Figures, IReadOnlyList<Month> Months, IReadOnlyList<ReportTable.Row> Rows, IReadOnlyList<ReportTable.Row> Memo)
{
    public sealed record Row(string Name, IReadOnlyList<int?> Counts);

    public Month Month => Months[^1];

    /// <summary>The columns' sums; null where a month was never published.</summary>
    public Row Total { get; } = new("Total", [.. Months.Select((_, m) => Rows.Any(r => r.Counts[m] is null) ? null : Rows.Sum(r => r.Counts[m]))]);

    /// <summary>Rows and the total, as printed.</summary>
    public IEnumerable<Row> Printed => [.. Rows, Total];
}
