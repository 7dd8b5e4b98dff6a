using System.Globalization;
using System.Text;
using static Helpdesk.Reporting.Exports.ChartInk;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table as one bar a month, stacked by category, the names beside the last bar.</summary>
static class StackedChart
{
    public const int Width = 960, Height = 460;

    const int Left = 56, Right = 250, Top = 40, Bottom = 36;

    /// <summary>Lines of 15 units under each other can be read.</summary>
    const double LeastGap = 15;

    public static string Of(ReportTable table)
    {
        var most = Math.Max(1, table.Total.Counts.Max(c => c ?? 0));
        var step = Step(most);
        var top = Math.Ceiling(most / (double)step) * step;
        double Y(double count) => Height - Bottom - (count / top * (Height - Top - Bottom));
        var slot = (double)(Width - Left - Right) / table.Months.Count;
        var bar = Math.Min(slot * 0.78, 60);

        var drawing = new StringBuilder();
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"20\" font-size=\"15\" font-weight=\"bold\">{Written(Title(table))}</text>\n");
        Estimates(drawing, table, Left);
        for (var line = 0; line <= top; line += step)
        {
            drawing.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{N(Y(line))}\" y2=\"{N(Y(line))}\" stroke=\"{(line == 0 ? "#1b1f23" : "#cccccc")}\"/><text x=\"{Left - 6}\" y=\"{N(Y(line) + 4)}\" text-anchor=\"end\">{line:N0}</text>\n");
        }

        var ends = new List<(int Row, double Y)>();
        foreach (var (m, month) in table.Months.Index())
        {
            var x = Left + (slot * m) + ((slot - bar) / 2);
            var sum = 0;
            // The first category on top, as in the table.
            foreach (var (r, row) in table.Rows.Index().Reverse())
            {
                var count = row.Counts[m] ?? 0;
                if (count > 0)
                {
                    drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(x)}\" y=\"{N(Y(sum + count))}\" width=\"{N(bar)}\" height=\"{N(Y(sum) - Y(sum + count))}\" fill=\"{Colour(r)}\" stroke=\"#ffffff\" stroke-width=\"0.8\"/>\n");
                }

                if (m == table.Months.Count - 1)
                {
                    ends.Add((r, Y(sum + (count / 2.0))));
                }

                sum += count;
            }

            drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x + (bar / 2))}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Label(month)}</text>\n");
            if (table.Total.Counts[m] is { } total)
            {
                drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x + (bar / 2))}\" y=\"{N(Y(total) - 5)}\" text-anchor=\"middle\" font-size=\"11\">{total:N0}</text>\n");
            }
        }

        Names(drawing, table, ends, Left + (slot * (table.Months.Count - 1)) + ((slot + bar) / 2));
        return Frame(Width, Height, Title(table), Alternative(table), drawing.ToString());
    }

    /// <summary>What the chart shows, in words.</summary>
    public static string Alternative(ReportTable table)
    {
        var largest = table.Rows.Where(r => r.Counts[^1] > 0).OrderByDescending(r => r.Counts[^1]).Take(3).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Counts[^1]:N0}"));
        return string.Create(CultureInfo.InvariantCulture, $"Stacked bars, one for each month from {Window(table)}. {table.Month.Title} has {table.Total.Counts[^1] ?? 0:N0} emails; the largest categories are {string.Join(", ", largest)}. Every figure stands in the table.{Estimates(table)}");
    }

    static string Title(ReportTable table) => $"Emails a month by category, {Window(table)}";

    /// <summary>Each category's name beside its part of the last bar, pushed apart where parts are thin.</summary>
    static void Names(StringBuilder drawing, ReportTable table, List<(int Row, double Y)> ends, double edge)
    {
        var places = ends.OrderBy(e => e.Y).ToList();
        for (var i = 1; i < places.Count; i++)
        {
            places[i] = places[i] with { Y = Math.Max(places[i].Y, places[i - 1].Y + LeastGap) };
        }

        // What was pushed below the axis moves up again, the lowest first.
        var floor = (double)(Height - Bottom);
        for (var i = places.Count - 1; i >= 0; i--, floor -= LeastGap)
        {
            places[i] = places[i] with { Y = Math.Min(places[i].Y, floor) };
        }

        foreach (var (row, y) in places)
        {
            var from = ends.First(e => e.Row == row).Y;
            var name = table.Rows[row].Name;
            drawing.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{N(edge)},{N(from)} {N(edge + 6)},{N(from)} {N(edge + 14)},{N(y)} {N(edge + 18)},{N(y)}\" fill=\"none\" stroke=\"#888888\" stroke-width=\"0.7\"/>");
            drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(edge + 20)}\" y=\"{N(y - 5)}\" width=\"10\" height=\"10\" fill=\"{Colour(row)}\" stroke=\"#555555\" stroke-width=\"0.5\"/>");
            drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(edge + 34)}\" y=\"{N(y + 4)}\">{Written(name.Length > 30 ? name[..29] + "…" : name)} {table.Rows[row].Counts[^1]:N0}</text>\n");
        }
    }
}
