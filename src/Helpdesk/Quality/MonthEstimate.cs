namespace Helpdesk.Quality;

/// <summary>How far a month's counts can be trusted: beside each count the adjusted one with its 95 % interval.</summary>
/// <param name="Cells">In the order of the categories' numbers.</param>
/// <param name="Mix">The month's mix by its scores and answers.</param>
/// <param name="Ignorance">The share of the mail about which the model knows nothing, as far as the answers tell.</param>
/// <param name="Memory">How far the answers of earlier months still count, 0 to 1.</param>
/// <param name="Answers">How many mails people answered.</param>
/// <param name="Teaching">How many of these answers, and of earlier months', may stand for mail that nobody answered.</param>
sealed record MonthEstimate(IReadOnlyList<MonthEstimate.Cell> Cells, double[] Mix, double Ignorance, double Memory, int Mails, int Answers, int Teaching)
{
    /// <summary>One category's counts.</summary>
    /// <param name="Raw">What the model alone counted.</param>
    /// <param name="Printed">What the table shows: answers where there are any, else guesses.</param>
    /// <param name="Adjusted">The best estimate of the truth.</param>
    /// <param name="Low">The lower end of the 95 % interval of the truth.</param>
    /// <param name="High">Its upper end.</param>
    public readonly record struct Cell(int Raw, int Printed, double Adjusted, int Low, int High)
    {
        /// <summary>How far the printed count may be off, at 95 %.</summary>
        public int MayBeOff => Math.Max(Math.Max(High - Printed, Printed - Low), 0);

        /// <summary>How far it may be off at most for the cell to be firm: 2 mails or 2 %, whichever is more.</summary>
        public double Tolerance => ToleranceOf(Adjusted);

        /// <summary>The adjusted count as it is shown everywhere; what is printed is rounded from this, so that anybody can do the sum again.</summary>
        public double Shown => Math.Round(Adjusted, 1);

        public bool IsFirm => MayBeOff <= Tolerance;

        public static double ToleranceOf(double count) => Math.Max(2, 0.02 * count);
    }

    /// <summary>The sum over the cells of how far the printed counts may be off: the table's doubt.</summary>
    public int Doubt => Cells.Sum(c => c.MayBeOff);

    /// <summary>What the table would print of the adjusted counts.</summary>
    /// <param name="mayHold">False for a category that is not in force and has no mail.</param>
    public int[] ToPrint(IReadOnlyList<bool> mayHold) => WholeCounts.Of([.. Cells.Select(c => c.Shown)], mayHold, Mails);
}
