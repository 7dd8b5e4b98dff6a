namespace Helpdesk.Quality.Simulating;

/// <summary>How far off the counts were in one setting, over all series.</summary>
/// <param name="Series">How many simulated years.</param>
/// <param name="Categories">In the order of the categories.</param>
/// <param name="Coverage">The share of cells whose 95 % interval held the truth.</param>
/// <param name="CoverageRare">The same of cells with fewer than 30 mails; null when there were none.</param>
/// <param name="CoverageLarge">The same of cells with 300 mails or more.</param>
/// <param name="PrintedShare">The printed table's error summed over its cells, as a share of the month.</param>
/// <param name="AdjustedShare">The same were the adjusted counts printed, rounded as the table rounds them.</param>
/// <param name="RandomShare">The same of the printed table after as many random answers.</param>
sealed record SimulationResult(
    Setting Setting,
    int Series,
    IReadOnlyList<SimulationResult.Row> Categories,
    SimulationResult.Row All,
    SimulationResult.Row Changed,
    double Coverage,
    double? CoverageRare,
    double? CoverageLarge,
    double PrintedShare,
    double AdjustedShare,
    double RandomShare,
    SimulationResult.Promise Settled)
{
    const int Rare = 30, Large = 300;

    /// <summary>Mean absolute error of a cell in mails: the raw count, the adjusted one, the printed one after the queue's answers, and after as many random ones.</summary>
    /// <param name="Width">The mean width of the interval.</param>
    public sealed record Row(string Name, double Mails, double Raw, double Adjusted, double Printed, double Random, double Width, double Coverage);

    /// <summary>What "so many more answers settle the doubtful cells" came to.</summary>
    /// <param name="Months">In how many months it was tried.</param>
    /// <param name="Promised">The mean number of answers promised; null where it was not tried.</param>
    /// <param name="Took">The mean number that it took.</param>
    /// <param name="Kept">The share of the promises that were off by at most a fifth.</param>
    /// <param name="MonthsWithin">The share of the months, all settled then, in which every printed cell is truly within 2 mails or 2 %.</param>
    /// <param name="CellsWithin">The same share of their cells.</param>
    public sealed record Promise(int Months, double? Promised, double? Took, double? Kept, double? MonthsWithin, double? CellsWithin)
    {
        public static Promise Of(IReadOnlyList<Settling> tried)
        {
            return new(tried.Count, Mean(t => t.Promised), Mean(t => t.Took), Mean(t => t.IsKept ? 1 : 0), Mean(t => t.CellsWithin == 1 ? 1 : 0), Mean(t => t.CellsWithin));

            double? Mean(Func<Settling, double> figure) => tried.Count == 0 ? null : tried.Average(figure);
        }
    }

    public static SimulationResult Of(Setting setting, int series, IReadOnlyList<string> names, IReadOnlyList<Series.Cell> cells, Promise settled)
    {
        var mails = cells.Where(c => c.Month == 0).Sum(c => c.Truth) / (double)series;
        return new(
            setting,
            series,
            [.. names.Select((name, i) => Mean(name, cells.Where(c => c.Category == i)))],
            Mean("all months", cells),
            Mean("from the change on", cells.Where(c => c.Month >= MailPool.Change)),
            cells.Average(Covered),
            Coverage(cells.Where(c => c.Truth < Rare)),
            Coverage(cells.Where(c => c.Truth >= Large)),
            cells.GroupBy(c => c.Month).Average(m => m.Sum(c => Math.Abs(c.Estimate.Printed - c.Truth))) / series / mails,
            cells.GroupBy(c => c.Month).Average(m => m.Sum(c => Math.Abs(c.Whole - c.Truth))) / series / mails,
            cells.GroupBy(c => c.Month).Average(m => m.Sum(c => Math.Abs(c.Random - c.Truth))) / series / mails,
            settled);

        static double? Coverage(IEnumerable<Series.Cell> some) => some.Any() ? some.Average(Covered) : null;
    }

    static double Covered(Series.Cell cell) => cell.Truth >= cell.Estimate.Low && cell.Truth <= cell.Estimate.High ? 1 : 0;

    static Row Mean(string name, IEnumerable<Series.Cell> given)
    {
        var cells = given.ToList();
        return new(
            name,
            cells.Average(c => c.Truth),
            cells.Average(c => Math.Abs(c.Estimate.Raw - c.Truth)),
            cells.Average(c => Math.Abs(c.Estimate.Adjusted - c.Truth)),
            cells.Average(c => Math.Abs(c.Estimate.Printed - c.Truth)),
            cells.Average(c => Math.Abs(c.Random - c.Truth)),
            cells.Average(c => c.Estimate.High - c.Estimate.Low),
            cells.Average(Covered));
    }
}
