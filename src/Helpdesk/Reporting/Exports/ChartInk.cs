using System.Globalization;
using System.Net;
using System.Text;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Exports;

/// <summary>What the charts share: colours that colour-blind readers can tell, type, numbers in SVG.</summary>
static class ChartInk
{
    /// <summary>
    /// In print order. After Paul Tol's "muted" scheme, light and dark in turn: neighbours in a stack differ in lightness,
    /// so the chart also reads in grey; names stand at the bars, so no colour has to be matched with a legend.
    /// </summary>
    static readonly string[] Colours = ["#332288", "#88ccee", "#117733", "#ddcc77", "#882255", "#dddddd", "#44aa99", "#661100", "#cc6677", "#999933", "#555555"];

    public static string Colour(int row) => Colours[row % Colours.Length];

    public static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public static string Written(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The drawing's frame with title and description for those who cannot see it.</summary>
    public static string Frame(int width, int height, string title, string description, string drawing) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="chart-title chart-text" font-family="Calibri, Carlito, DejaVu Sans, sans-serif" font-size="12" fill="#1b1f23">
        <title id="chart-title">{Written(title)}</title>
        <desc id="chart-text">{Written(description)}</desc>
        <rect width="{width}" height="{height}" fill="#ffffff"/>
        {drawing}</svg>

        """);

    /// <summary>The next round number above: 1, 2, 2.5 or 5 times a power of ten, in four steps of an axis.</summary>
    public static int Step(int most)
    {
        var raw = Math.Max(1, most) / 4.0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (int)Math.Max(1, new[] { 1, 2, 2.5, 5, 10 }.First(f => f * power >= raw) * power);
    }

    public static string Window(ReportTable table) => table.Months.Count == 1 ? table.Month.Title : $"{table.Months[0].Title} to {table.Month.Title}";

    /// <summary>Under the title, which months are estimated; nothing where all are counted.</summary>
    public static void Estimates(StringBuilder drawing, ReportTable table, int left)
    {
        if (table.EstimateLine is { } line)
        {
            drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"34\" font-size=\"11\" fill=\"#555555\">{Written(line)}</text>\n");
        }
    }

    public static string Estimates(ReportTable table) => table.EstimateLine is { } line ? " " + line : "";

    public static string Label(Month month) => month.Heading;
}
