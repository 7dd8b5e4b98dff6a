using System.Globalization;
using System.Text;

namespace Helpdesk.Reporting;

/// <summary>The table as CSV (RFC 4180, LF): <c>Category,2018-06,...</c>, a line for each category, then <c>Total</c>.</summary>
static class CsvTable
{
    public static string Of(ReportTable table)
    {
        var text = new StringBuilder();
        Line(text, ["Category", .. table.Months.Select(m => m.ToString())]);
        foreach (var row in table.Printed)
        {
            Line(text, [row.Name, .. row.Counts.Select(c => c?.ToString(CultureInfo.InvariantCulture) ?? "")]);
        }

        return text.ToString();
    }

    public static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe before it; quotes and commas are quoted.</summary>
    public static string Cell(string text)
    {
        var safe = LooksLikeFormula(text) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>Spreadsheets take these first characters for the start of a formula, or skip them on the way to one.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
}
