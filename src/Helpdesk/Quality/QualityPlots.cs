using System.Globalization;
using System.Net;
using System.Text;

namespace Helpdesk.Quality;

/// <summary>The page's drawings as SVG: counts with their intervals, how often guesses are right, whether probabilities hold.</summary>
static class QualityPlots
{
    const int Width = 760, Left = 230, Right = 90, Row = 30, Head = 34, Foot = 44;

    const string Ink = "#1b1f23", Green = "#14532d", Pale = "#9cc5ab", Grid = "#d6d9d2", Grey = "#565d64";

    static readonly int[] Marks = [0, 10, 50, 100, 250, 500, 1000, 2500, 5000], Quarters = [0, 25, 50, 75, 100];

    const double Across = Width - Left - Right;

    /// <summary>One row a category: the interval as a bar, the adjusted count as a dot, the printed one as a line. The axis grows by the root, so that 3 and 900 both can be read.</summary>
    public static string Counts(MonthQuality quality)
    {
        var most = Math.Max(1, quality.Cells.Max(c => Math.Max(c.High, c.Printed)));
        double X(double count) => Left + (Math.Sqrt(Math.Max(0, count) / most) * Across);
        var drawing = new StringBuilder();
        Axis(drawing, Marks.Where(t => t <= most).Select(t => (X(t), t.ToString("N0", CultureInfo.InvariantCulture))), quality.Cells.Count, "mails, 95 % interval");
        foreach (var (i, cell) in quality.Cells.Index())
        {
            var y = Head + (i * Row) + (Row / 2.0);
            Name(drawing, y, cell.Category);
            drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(X(cell.Low))}\" y=\"{N(y - 6)}\" width=\"{N(Math.Max(2, X(cell.High) - X(cell.Low)))}\" height=\"12\" rx=\"2\" fill=\"{Pale}\"/>");
            drawing.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(X(cell.Adjusted))}\" cy=\"{N(y)}\" r=\"4\" fill=\"{Green}\"/>");
            drawing.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(cell.Printed))}\" x2=\"{N(X(cell.Printed))}\" y1=\"{N(y - 10)}\" y2=\"{N(y + 10)}\" stroke=\"{Ink}\" stroke-width=\"2.5\"/>");
            Note(drawing, y, cell.Firm ? "firm" : string.Create(CultureInfo.InvariantCulture, $"± {cell.MayBeOff:N0}"));
        }

        return Frame("counts", "Counts with their 95 % intervals", $"{string.Join("; ", quality.Cells.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Category}: printed {c.Printed}, adjusted {c.Adjusted:N0}, between {c.Low} and {c.High}")))}.", quality.Cells.Count, drawing,
            "Bar: where the true count lies. Dot: adjusted. Line: printed.");
    }

    /// <summary>One row a category: the share of its guesses that is right, with the exact interval.</summary>
    public static string Accuracies(MonthQuality quality)
    {
        double X(double share) => Left + (share * Across);
        var drawing = new StringBuilder();
        Axis(drawing, Quarters.Select(t => (X(t / 100.0), $"{t} %")), quality.Cells.Count, "of the guesses are right");
        foreach (var (i, (cell, share)) in quality.Cells.Zip(quality.Accuracy.ByGuess).Index())
        {
            var y = Head + (i * Row) + (Row / 2.0);
            Name(drawing, y, cell.Category);
            drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(X(share.Low))}\" y=\"{N(y - 6)}\" width=\"{N(X(share.High) - X(share.Low))}\" height=\"12\" rx=\"2\" fill=\"{(share.Seen == 0 ? Grid : Pale)}\"/>");
            if (share.Share is { } known)
            {
                drawing.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(X(known))}\" cy=\"{N(y)}\" r=\"4\" fill=\"{Green}\"/>");
            }

            Note(drawing, y, share.Seen == 0 ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"of {share.Seen}"));
        }

        return Frame("accuracies", "How often guesses are right", $"{string.Join("; ", quality.Cells.Zip(quality.Accuracy.ByGuess, (c, s) => $"{c.Category}: {InWords(s)}"))}.", quality.Cells.Count, drawing,
            "Dot: share of the answered guesses. Bar: where the true share lies, with 95 % confidence.");
    }

    /// <summary>One row a bin of probabilities: what was promised against what was seen.</summary>
    public static string Reliability(Accuracy accuracy)
    {
        double X(double share) => Left + (share * Across);
        var drawing = new StringBuilder();
        Axis(drawing, Quarters.Select(t => (X(t / 100.0), $"{t} %")), accuracy.Bins.Count, "of the guesses are right");
        foreach (var (i, bin) in accuracy.Bins.Index())
        {
            var y = Head + (i * Row) + (Row / 2.0);
            Name(drawing, y, string.Create(CultureInfo.InvariantCulture, $"promised {100 * bin.From:N0} to {100 * bin.To:N0} %"));
            if (bin.Said is { } said)
            {
                drawing.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(X(bin.Right.Low))}\" y=\"{N(y - 6)}\" width=\"{N(X(bin.Right.High) - X(bin.Right.Low))}\" height=\"12\" rx=\"2\" fill=\"{Pale}\"/>");
                drawing.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(X(bin.Right.Share!.Value))}\" cy=\"{N(y)}\" r=\"4\" fill=\"{Green}\"/>");
                drawing.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(X(said))}\" x2=\"{N(X(said))}\" y1=\"{N(y - 10)}\" y2=\"{N(y + 10)}\" stroke=\"{Ink}\" stroke-width=\"2.5\"/>");
            }

            Note(drawing, y, bin.Right.Seen == 0 ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"of {bin.Right.Seen}"));
        }

        return Frame("reliability", "Whether the probabilities hold", $"{string.Join("; ", accuracy.Bins.Where(b => b.Said is not null).Select(b => string.Create(CultureInfo.InvariantCulture, $"promised {100 * b.Said:N0} %, right {InWords(b.Right)}")))}.", accuracy.Bins.Count, drawing,
            "Line: promised. Dot and bar: seen, with 95 % confidence. A line outside of its bar is a broken promise.");
    }

    /// <summary>A share with its interval in words.</summary>
    public static string InWords(ExactInterval share) => share.Share is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:N0} % ({100 * share.Low:N0} to {100 * share.High:N0} %)")
        : "not known";

    static void Axis(StringBuilder drawing, IEnumerable<(double X, string Text)> ticks, int rows, string what)
    {
        var bottom = Head + (rows * Row);
        var last = double.MinValue;
        foreach (var (x, text) in ticks)
        {
            if (x - last < 34)
            {
                continue; // two figures would lie on each other
            }

            last = x;
            drawing.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(x)}\" x2=\"{N(x)}\" y1=\"{Head}\" y2=\"{bottom}\" stroke=\"{Grid}\"/><text x=\"{N(x)}\" y=\"{bottom + 16}\" text-anchor=\"middle\" fill=\"{Grey}\">{text}</text>");
        }

        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{bottom + 34}\" fill=\"{Grey}\">{what}</text>\n");
    }

    static void Name(StringBuilder drawing, double y, string name) =>
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{N(y + 4)}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>");

    static void Note(StringBuilder drawing, double y, string note) =>
        drawing.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right + 12}\" y=\"{N(y + 4)}\" fill=\"{Grey}\">{note}</text>\n");

    static string Frame(string id, string title, string words, int rows, StringBuilder drawing, string legend) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Head + (rows * Row) + Foot}" role="img" aria-labelledby="{id}-title {id}-words" font-family="Calibri, Carlito, DejaVu Sans, sans-serif" font-size="13" fill="{Ink}">
        <title id="{id}-title">{WebUtility.HtmlEncode(title)}</title>
        <desc id="{id}-words">{WebUtility.HtmlEncode(words)}</desc>
        <text x="12" y="20" fill="{Grey}">{legend}</text>
        {drawing}</svg>

        """);

    static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
