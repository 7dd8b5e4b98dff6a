using System.Globalization;
using System.Text;
using static Helpdesk.Reporting.Exports.ChartInk;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table as a small chart for each category and the total, each on its own scale.</summary>
static class SmallMultiples
{
    const int Columns = 4, PanelWidth = 240, PanelHeight = 150, Head = 40;

    public static string Of(ReportTable table)
    {
        var rows = table.Printed.ToList();
        var height = Head + (PanelHeight * ((rows.Count + Columns - 1) / Columns)) + 10;
        var drawing = new StringBuilder();
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"20\" font-size=\"15\" font-weight=\"bold\">{Written(Title(table))}</text>\n");
        Estimates(drawing, table, 12);
        foreach (var (i, row) in rows.Index())
        {
            drawing.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({(i % Columns * PanelWidth) + 12} {Head + (i / Columns * PanelHeight)})\">\n");
            Panel(drawing, table, row);
            drawing.Append("</g>\n");
        }

        return Frame(Columns * PanelWidth, height, Title(table), Alternative(table), drawing.ToString());
    }

    static void Panel(StringBuilder drawing, ReportTable table, ReportTable.Row row)
    {
        const double Floor = PanelHeight - 34, Ceiling = 34, Across = PanelWidth - 30;
        var most = Math.Max(1, row.Counts.Max(c => c ?? 0));
        var slot = Across / table.Months.Count;
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"12\" font-weight=\"bold\">{Written(row.Name)}</text><text x=\"0\" y=\"26\" font-size=\"10\" fill=\"#555555\">highest {most:N0}</text>\n");
        foreach (var (m, count) in row.Counts.Index())
        {
            if (count is { } known)
            {
                var tall = known / (double)most * (Floor - Ceiling);
                // Thirteen bars in one ink; the reporting month is the dark one, in print too.
                drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(m * slot)}\" y=\"{N(Floor - tall)}\" width=\"{N(slot * 0.8)}\" height=\"{N(tall)}\" fill=\"{(m == table.Months.Count - 1 ? "#14532d" : "#88aa99")}\"/>\n");
            }
        }

        drawing.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" x2=\"{N(Across)}\" y1=\"{N(Floor)}\" y2=\"{N(Floor)}\" stroke=\"#1b1f23\"/>");
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{N(Floor + 15)}\" font-size=\"11\">{Label(table.Months[0])}</text><text x=\"{N(Across)}\" y=\"{N(Floor + 15)}\" font-size=\"11\" text-anchor=\"end\">{Label(table.Month)}: {MonthReport.Printed(row.Counts[^1])}</text>\n");
    }

    static string Title(ReportTable table) => $"Emails a month, category by category, {Window(table)}";

    static string Alternative(ReportTable table) =>
        $"A small bar chart for each category and for the total, each on its own scale. Latest figures: {string.Join(", ", table.Printed.Select(r => $"{r.Name} {MonthReport.Printed(r.Counts[^1])}"))}. Every figure stands in the table.{Estimates(table)}";
}
