using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Closing;

/// <summary>Finds figures that stand out against the other months of their row, and says so in a sentence.</summary>
/// <remarks>
/// Counts vary as their root does, so roots are compared (Anscombe: 2 * sqrt(x + 3/8) has a spread of about 1 whatever
/// the level). The middle and the spread of the other months are medians, which one odd month cannot move.
/// </remarks>
static class StandingOut
{
    /// <summary>3.5 spreads: in 143 cells of mere chance about one in fifteen tables has a false note.</summary>
    const double Threshold = 3.5;

    /// <summary>Ten mails: less is no news, however regular a row is.</summary>
    const int LeastDistance = 10;

    /// <summary>Six other months: a median of fewer says little.</summary>
    const int LeastMonths = 6;

    /// <param name="Usual">The median of the other months.</param>
    public sealed record Cell(Month Month, string Key, string Category, int Count, int Usual, int Least, int Most)
    {
        public string Sentence => string.Create(CultureInfo.InvariantCulture,
            $"{Category}: {Count:N0} in {Month.Title}, {(Count > Usual ? "more" : "fewer")} than usual; the other months of the table had {Least:N0} to {Most:N0}, {Usual:N0} in the middle.");
    }

    public static IReadOnlyList<Cell> In(ReportTable table) =>
        [.. table.Months.SelectMany((month, i) => table.Rows.Select(row => Judge(row, month, i)).OfType<Cell>())];

    static Cell? Judge(ReportTable.Row row, Month month, int column)
    {
        if (row.Counts[column] is not { } count || row.Counts.Where((c, i) => i != column && c is not null).Select(c => c!.Value).ToList() is not { Count: >= LeastMonths } others)
        {
            return null;
        }

        var roots = others.ConvertAll(Root);
        var middle = Median(roots);
        // 1.4826 makes the median of the distances a standard deviation; a spread below chance's own is not believed.
        var spread = Math.Max(1, 1.4826 * Median(roots.ConvertAll(r => Math.Abs(r - middle))));
        var usual = (int)Math.Round(Median(others.ConvertAll(c => (double)c)), MidpointRounding.AwayFromZero);
        return Math.Abs(Root(count) - middle) / spread > Threshold && Math.Abs(count - usual) >= LeastDistance
            ? new(month, row.Key!, row.Name, count, usual, others.Min(), others.Max())
            : null;
    }

    static double Root(int count) => 2 * Math.Sqrt(count + 0.375);

    static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
