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

    /// <summary>The difference of two counts varies by the root of two even where nothing happened.</summary>
    static readonly double LeastJump = Math.Sqrt(2);

    /// <param name="Usual">The median of the other months.</param>
    /// <param name="Before">The month before, when the figure stands out by its jump from there and not by its level.</param>
    public sealed record Cell(Month Month, string Key, string Category, int Count, int Usual, int Least, int Most, int? Before)
    {
        public string Sentence => Before is { } before
            ? string.Create(CultureInfo.InvariantCulture, $"{Category}: {Count:N0} in {Month.Title} after {before:N0} in {Month.Add(-1).Title}; from one month to the next the row usually moves less.")
            : string.Create(CultureInfo.InvariantCulture, $"{Category}: {Count:N0} in {Month.Title}, {(Count > Usual ? "more" : "fewer")} than usual; the other months of the table had {Least:N0} to {Most:N0}, {Usual:N0} in the middle.");
    }

    public static IReadOnlyList<Cell> In(ReportTable table)
    {
        // A month without any mail is none of the helpdesk's months: its zeros say nothing of what is usual.
        var rows = table.Rows.Select(r => r with { Counts = [.. r.Counts.Select((c, i) => table.Total.Counts[i] is > 0 ? c : null)] }).ToList();
        return [.. table.Months.SelectMany((month, i) => rows.Select(row => Judge(row, month, i)).OfType<Cell>())];
    }

    static Cell? Judge(ReportTable.Row row, Month month, int column)
    {
        if (row.Counts[column] is not { } count || row.Counts.Where((c, i) => i != column && c is not null).Select(c => c!.Value).ToList() is not { Count: >= LeastMonths } others)
        {
            return null;
        }

        var roots = others.ConvertAll(Root);
        var middle = Median(roots);
        var usual = (int)Math.Round(Median(others.ConvertAll(c => (double)c)), MidpointRounding.AwayFromZero);
        if (Math.Abs(Root(count) - middle) / Spread(roots.ConvertAll(r => r - middle), 1) > Threshold && Math.Abs(count - usual) >= LeastDistance)
        {
            return new(month, row.Key!, row.Name, count, usual, others.Min(), others.Max(), null);
        }

        return column > 0 && row.Counts[column - 1] is { } before && Math.Abs(count - before) >= LeastDistance
            && Steps(row, column) is { Count: >= LeastMonths - 1 } steps && Math.Abs(Root(count) - Root(before)) / Spread(steps, LeastJump) > Threshold
            ? new(month, row.Key!, row.Name, count, usual, others.Min(), others.Max(), before)
            : null;
    }

    /// <summary>How far the row moved from each month to the next, the judged step left out.</summary>
    static List<double> Steps(ReportTable.Row row, int column) =>
        [.. Enumerable.Range(1, row.Counts.Count - 1).Where(i => i != column && row.Counts[i] is not null && row.Counts[i - 1] is not null).Select(i => Root(row.Counts[i]!.Value) - Root(row.Counts[i - 1]!.Value))];

    /// <summary>1.4826 makes the median of the distances a standard deviation; a spread below chance's own is not believed.</summary>
    static double Spread(List<double> distances, double chance) => Math.Max(chance, 1.4826 * Median(distances.ConvertAll(Math.Abs)));

    static double Root(int count) => 2 * Math.Sqrt(count + 0.375);

    static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
