using System.Globalization;
using System.Net;
using System.Text;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table, or section 4 whole, as one HTML file that a word processor can take in by paste.</summary>
static class HtmlFile
{
    const string Style = "body{font-family:Calibri,Carlito,'DejaVu Sans',sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}"
        + "table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}th,td{border:1px solid #999;padding:.2rem .45rem;text-align:right}"
        + "th:first-child{text-align:left;font-weight:400}thead th,tfoot th,tfoot td{font-weight:700}thead th:first-child{font-weight:700}"
        + "caption{caption-side:bottom;text-align:left;font-weight:700;padding-top:.4rem}.note{font-size:.85rem}svg{max-width:100%;height:auto}";

    public static string Of(MonthReport report, bool whole)
    {
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Text(report.Caption)}, {report.Month.Title}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        if (whole)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h1>{Text(report.Heading)}</h1>\n");
            foreach (var sentence in report.Sentences)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p>{Text(sentence)}</p>\n");
            }
        }

        html.Append(CultureInfo.InvariantCulture, $"<table>\n<caption>{Text(report.Caption)}</caption>\n<thead>\n<tr><th scope=\"col\">Category</th>");
        html.AppendJoin("", report.Table.Months.Select(m => $"<th scope=\"col\">{m.Heading}{Raised(report.MarkOver(m))}</th>")).Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in report.Table.Rows)
        {
            Row(row);
        }

        html.Append("</tbody>\n<tfoot>\n");
        Row(report.Table.Total);
        html.Append("</tfoot>\n</table>\n");
        foreach (var footnote in report.Footnotes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\"><sup>{footnote.Mark}</sup> {Text(footnote.Text)}</p>\n");
        }

        if (report.DraftLine is { } draft)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(draft)}</p>\n");
        }

        if (whole)
        {
            html.Append("<figure>\n").Append(StackedChart.Of(report.Table)).Append("</figure>\n");
            List("Notes", report.Notes);
            List("Changes in the series", report.Breaks);
            html.Append("<details class=\"note\">\n<summary>About this table</summary>\n<dl>\n");
            foreach (var (name, value) in report.About.Lines())
            {
                html.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
            }

            html.Append("</dl>\n</details>\n");
        }

        return html.Append("</body>\n</html>\n").ToString();

        void Row(ReportTable.Row row)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(row.Heading)}</th>");
            foreach (var (i, count) in row.Counts.Index())
            {
                html.Append(CultureInfo.InvariantCulture, $"<td>{MonthReport.Printed(count)}{Raised(report.MarkAt(row, i))}</td>");
            }

            html.Append("</tr>\n");
        }

        void List(string title, IReadOnlyList<string> lines)
        {
            if (lines.Count > 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n<ul>\n").AppendJoin("", lines.Select(l => $"<li>{Text(l)}</li>\n")).Append("</ul>\n");
            }
        }
    }

    static string Raised(string mark) => mark.Length > 0 ? $"<sup>{mark}</sup>" : "";

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
