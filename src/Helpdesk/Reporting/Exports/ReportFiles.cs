using System.Text;
using System.Text.Json;

namespace Helpdesk.Reporting.Exports;

/// <summary>Every file that is made of a report, by name.</summary>
static class ReportFiles
{
    public sealed record File(string Name, string MediaType, Func<MonthReport, byte[]> Write);

    public static IReadOnlyList<File> All { get; } =
    [
        new("table.csv", "text/csv; charset=utf-8", r => Utf8(CsvTable.Of(r.Table))),
        new("table.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Workbook.Of),
        new("table.docx", WordFile.MediaType, r => WordFile.Of(r, whole: false)),
        new("table.html", "text/html; charset=utf-8", r => Utf8(HtmlFile.Of(r, whole: false))),
        new("table.md", "text/markdown; charset=utf-8", r => Utf8(MarkdownFile.Of(r, whole: false))),
        new("table.json", "application/json", r => Utf8(JsonSerializer.Serialize(JsonTable.Of(r), ReportJson.Indented) + "\n")),
        new("table.txt", "text/plain; charset=utf-8", r => Utf8(TextTable.Of(r.Table))),
        new("section.docx", WordFile.MediaType, r => WordFile.Of(r, whole: true)),
        new("section.html", "text/html; charset=utf-8", r => Utf8(HtmlFile.Of(r, whole: true))),
        new("section.md", "text/markdown; charset=utf-8", r => Utf8(MarkdownFile.Of(r, whole: true))),
        new("chart.svg", "image/svg+xml", r => Utf8(StackedChart.Of(r.Table))),
        new("chart.png", "image/png", r => ChartPicture.Png(StackedChart.Of(r.Table))),
        new("multiples.svg", "image/svg+xml", r => Utf8(SmallMultiples.Of(r.Table))),
        new("multiples.png", "image/png", r => ChartPicture.Png(SmallMultiples.Of(r.Table))),
    ];

    public static File Named(string name) => All.First(f => f.Name == name);

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
