using System.Globalization;
using System.Text;

namespace Helpdesk.Reporting;

/// <summary>The table for a terminal: aligned columns, thousands separated, memo lines below.</summary>
static class TextTable
{
    const int ColumnWidth = 8;

    /// <summary>Cell by cell the first less the second; equal cells are empty.</summary>
    public static string Difference(ReportTable ours, ReportTable theirs)
    {
        var width = ours.Printed.Max(r => r.Name.Length);
        var text = new StringBuilder();
        foreach (var (a, b) in ours.Printed.Zip(theirs.Printed))
        {
            text.Append(a.Name.PadRight(width));
            foreach (var (x, y) in a.Counts.Zip(b.Counts))
            {
                text.Append((x - y is { } d and not 0 ? d.ToString("+#,0;-#,0", CultureInfo.InvariantCulture) : "").PadLeft(ColumnWidth));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    public static string Of(ReportTable table)
    {
        var rows = table.Printed.Concat(table.Memo).ToList();
        var width = rows.Max(r => r.Heading.Length);
        var text = new StringBuilder();
        text.Append("Category".PadRight(width));
        foreach (var month in table.Months)
        {
            text.Append(month.Heading.PadLeft(ColumnWidth));
        }

        Rule();
        foreach (var row in table.Rows)
        {
            Row(row);
        }

        text.Length--;
        Rule();
        Row(table.Total);
        if (table.Memo.Count > 0)
        {
            text.AppendLine().AppendLine("Received = total + what is not counted:");
            foreach (var row in table.Memo)
            {
                Row(row);
            }
        }

        if (table.EstimateLine is { } estimates)
        {
            text.AppendLine().AppendLine(estimates);
        }

        return text.ToString();

        void Rule() => text.Append('\n').Append('-', width + (ColumnWidth * table.Months.Count)).Append('\n');

        void Row(ReportTable.Row row)
        {
            text.Append(row.Heading.PadRight(width));
            foreach (var count in row.Counts)
            {
                text.Append((count?.ToString("N0", CultureInfo.InvariantCulture) ?? "").PadLeft(ColumnWidth));
            }

            text.Append('\n');
        }
    }
}
