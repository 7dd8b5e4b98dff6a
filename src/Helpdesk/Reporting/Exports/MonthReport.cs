using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Exports;

/// <summary>Section 4 of a month with everything it says: every output is written from this and nothing else.</summary>
/// <param name="State">draft, closed, restated, or published before this system.</param>
/// <param name="Calls">The telephone enquiries of the month.</param>
/// <param name="Footnotes">One for each column of estimates, and one for each printed figure that differs from the one first published.</param>
/// <param name="Notes">What the author keeps of the figures that stand out.</param>
/// <param name="Breaks">From which month figures cannot be compared with those before.</param>
sealed record MonthReport(
    int SectionNumber,
    int TableNumber,
    string State,
    ReportTable Table,
    int Calls,
    IReadOnlyList<MonthReport.Footnote> Footnotes,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Breaks,
    AboutTable About)
{
    /// <param name="Mark">The letter at the figure.</param>
    /// <param name="Category">Null for the total.</param>
    /// <param name="Column">It is of the whole month, and its mark stands over the column.</param>
    public sealed record Footnote(string Mark, Month Month, string? Category, string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Column = false);

    [JsonIgnore]
    public Month Month => Table.Month;

    [JsonIgnore]
    public bool IsDraft => State == "draft";

    [JsonIgnore]
    public string Heading => Invariant($"{SectionNumber}. Helpdesk Activities");

    [JsonIgnore]
    public IReadOnlyList<string> Sentences =>
    [
        Invariant($"The helpdesk receives enquiries via email and telephone. There were {Calls:N0} telephone enquiries and {Table.Total.Counts[^1] ?? 0:N0} email enquiries to the various SECAS mailboxes in {Month.Title}."),
        (Table.Months.Count == 1
            ? "The email enquiries were grouped into the following categories."
            : Invariant($"The email enquiries were grouped into the following categories, shown with the totals of the {Table.Months.Count - 1} months before."))
            + (Table.EstimateLine is { } estimates ? " " + estimates : ""),
    ];

    [JsonIgnore]
    public string Caption => Invariant($"Table {TableNumber}: SECAS Helpdesk Emails");

    /// <summary>The word under a table that is not closed.</summary>
    [JsonIgnore]
    public string? DraftLine => IsDraft ? $"Draft: the figures of {Month.Title} are those known at {Moments.Written(About.AsOf)} and may still change." : null;

    /// <summary>The letter at a figure, or nothing.</summary>
    public string MarkAt(ReportTable.Row row, int month) =>
        Footnotes.FirstOrDefault(f => !f.Column && f.Month == Table.Months[month] && f.Category == row.Key)?.Mark ?? "";

    /// <summary>The letter over a column, or nothing.</summary>
    public string MarkOver(Month month) => Footnotes.FirstOrDefault(f => f.Column && f.Month == month)?.Mark ?? "";

    /// <summary>A figure as the paper prints it: thousands separated, nothing where there is none.</summary>
    public static string Printed(int? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>SHA-256 of the table's CSV: two tables with one hash have the same rows.</summary>
    public static string HashOf(ReportTable table) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CsvTable.Of(table))));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
