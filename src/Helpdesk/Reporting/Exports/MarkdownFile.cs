using System.Text;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table, or section 4 whole, as Markdown.</summary>
static class MarkdownFile
{
    public static string Of(MonthReport report, bool whole)
    {
        var text = new StringBuilder();
        if (whole)
        {
            text.Append("## ").Append(Escaped(report.Heading)).Append("\n\n");
            foreach (var sentence in report.Sentences)
            {
                text.Append(Escaped(sentence)).Append("\n\n");
            }
        }

        Line(["Category", .. report.Table.Months.Select(m => m.Heading + Raised(report.MarkOver(m)))]);
        Line(["---", .. report.Table.Months.Select(_ => "---:")]);
        foreach (var row in report.Table.Rows)
        {
            Line([Escaped(row.Heading), .. Cells(report, row)]);
        }

        Line(["**Total**", .. Cells(report, report.Table.Total).Select(c => c.Length == 0 ? "" : $"**{c}**")]);
        text.Append("\n*").Append(Escaped(report.Caption)).Append("*\n");
        foreach (var footnote in report.Footnotes)
        {
            text.Append("\n<sup>").Append(footnote.Mark).Append("</sup> ").Append(Escaped(footnote.Text)).Append('\n');
        }

        if (report.DraftLine is { } draft)
        {
            text.Append('\n').Append(Escaped(draft)).Append('\n');
        }

        if (whole)
        {
            text.Append("\n![").Append(Escaped(StackedChart.Alternative(report.Table))).Append("](data:image/png;base64,").Append(Convert.ToBase64String(ChartPicture.Png(StackedChart.Of(report.Table)))).Append(")\n");
            List("Notes", report.Notes);
            List("Changes in the series", report.Breaks);
        }

        return text.ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

        void List(string title, IReadOnlyList<string> lines)
        {
            if (lines.Count > 0)
            {
                text.Append("\n### ").Append(title).Append("\n\n").AppendJoin('\n', lines.Select(l => "- " + Escaped(l))).Append('\n');
            }
        }
    }

    static IEnumerable<string> Cells(MonthReport report, ReportTable.Row row) =>
        row.Counts.Select((count, i) => MonthReport.Printed(count) + Raised(report.MarkAt(row, i)));

    static string Raised(string mark) => mark.Length > 0 ? $"<sup>{mark}</sup>" : "";

    /// <summary>What Markdown would read as markup, and line ends that would break a table, are made plain.</summary>
    static string Escaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '\\' or '|' or '*' or '_' or '`' or '<' or '[' or ']' or '#')
            {
                plain.Append('\\');
            }

            plain.Append(c);
        }

        return plain.ToString();
    }
}
