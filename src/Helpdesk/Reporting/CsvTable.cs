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
            Line(text, [Cell(row.Name), .. row.Counts.Select(c => c?.ToString(CultureInfo.InvariantCulture) ?? "")]);
        }

        return text.ToString();
    }

    /// <summary>A text that a spreadsheet would run as a formula gets an apostrophe before it; quotes and commas are quoted.</summary>
    public static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells).Append('\n');
}
