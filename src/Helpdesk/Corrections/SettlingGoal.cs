using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Corrections;

/// <summary>How far a month is from its target: every cell within 2 mails or 2 %.</summary>
/// <param name="More">About how many more answers.</param>
sealed record SettlingGoal(Month Month, int Answers, int DoubtfulCells, int More)
{
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"About {More:N0} more answer{(More == 1 ? "" : "s")} settle{(More == 1 ? "s" : "")} {(DoubtfulCells == 1 ? "the doubtful cell" : $"the {DoubtfulCells} doubtful cells")} of {Month.Title}.");
}
