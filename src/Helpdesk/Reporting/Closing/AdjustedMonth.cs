using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Closing;

/// <summary>A month's adjusted counts beside the counted ones, as they would be printed in their place.</summary>
/// <param name="Refused">Why they cannot be printed, with the step that mends it; null when they can.</param>
/// <param name="Cells">In print order; none while the month has not been judged.</param>
/// <param name="Method">How they were made.</param>
/// <param name="Models">Whose scores they rest on.</param>
/// <param name="Answers">How many mails people answered.</param>
/// <param name="Sampled">How many of these were drawn by chance.</param>
/// <param name="Limits">What limits them, each a sentence.</param>
sealed record AdjustedMonth(string? Refused, IReadOnlyList<AdjustedMonth.Cell> Cells, string Method, IReadOnlyList<string> Models, int Answers, int Sampled, IReadOnlyList<string> Limits)
{
    /// <summary>Asks the room that judges the counts; it stands behind this one, so the question is handed in.</summary>
    /// <param name="whateverItTakes">Judges the month anew if it must, however much mail it has; without it a month with too much is refused.</param>
    public delegate Task<AdjustedMonth> Ask(Month month, bool whateverItTakes, CancellationToken stop);

    /// <param name="ToPrint">The adjusted count in whole mails.</param>
    public sealed record Cell(string Key, string Category, int Counted, int ToPrint, double Adjusted, int Low, int High);

    public int Total => Cells.Sum(c => c.Counted);

    /// <summary>How far counted and adjusted differ.</summary>
    public string Difference => Apart([.. Cells.Select(c => (c.Counted, c.ToPrint))]);

    /// <param name="cells">Counted and printed.</param>
    public static string Apart(IReadOnlyList<(int Counted, int Printed)> cells)
    {
        var (total, moved) = (cells.Sum(c => c.Counted), cells.Sum(c => Math.Abs(c.Printed - c.Counted)) / 2);
        return moved == 0
            ? "The adjusted counts are the counted ones in every category."
            : string.Create(CultureInfo.InvariantCulture, $"In the adjusted counts {moved:N0} of {total:N0} mails ({100.0 * moved / total:N1} %) stand in another category than they are counted in.");
    }
}
