using System.Text.Json.Serialization;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>The report's table: categories by months, with totals and the memo lines.</summary>
/// <param name="Months">Oldest first; the reporting month is the last.</param>
/// <param name="Rows">In print order; a count is null where a month was never published or the category is not in force.</param>
/// <param name="Memo">Mail received and each reason not to count, so that received = total + the rest; null for months published without messages behind them.</param>
/// <param name="Estimated">Published months that print adjusted counts; null when none does.</param>
sealed record ReportTable(Figures Figures, IReadOnlyList<Month> Months, IReadOnlyList<ReportTable.Row> Rows, IReadOnlyList<ReportTable.Row> Memo, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Month>? Estimated = null)
{
    /// <param name="Name">As printed.</param>
    /// <param name="Key">The category's key, or a memo line's standing; null for the total.</param>
    /// <param name="Mark">Since or until when the category is in force, where that lies inside the window.</param>
    public sealed record Row(string Name, IReadOnlyList<int?> Counts, string? Key = null, string? Mark = null)
    {
        /// <summary>The name with its mark.</summary>
        [JsonIgnore]
        public string Heading => Mark is null ? Name : $"{Name} ({Mark})";
    }

    [JsonIgnore]
    public Month Month => Months[^1];

    /// <summary>Says of columns that are no counts that they are none; null when all are.</summary>
    [JsonIgnore]
    public string? EstimateLine => Estimated switch
    {
        null or [] => null,
        [var only] => $"The counts of {only.Title} by category are estimates; the total is counted.",
        _ => $"The counts of {string.Join(", ", Estimated.SkipLast(1).Select(m => m.Title))} and {Estimated[^1].Title} by category are estimates; the totals are counted.",
    };

    public bool IsEstimated(Month month) => Estimated?.Contains(month) == true;

    /// <summary>The columns' sums; null where a month was never published.</summary>
    [JsonIgnore]
    public Row Total { get; } = new("Total", [.. Months.Select((_, m) => Rows.All(r => r.Counts[m] is null) ? null : (int?)Rows.Sum(r => r.Counts[m] ?? 0))]);

    /// <summary>Rows and the total, as printed.</summary>
    [JsonIgnore]
    public IEnumerable<Row> Printed => [.. Rows, Total];
}
