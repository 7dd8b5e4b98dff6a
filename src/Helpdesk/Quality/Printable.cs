using System.Globalization;

namespace Helpdesk.Quality;

/// <summary>Whether a month's adjusted counts are good enough to stand in the report, and if not what would make them so.</summary>
/// <remarks>What only widens the intervals does not forbid it; the intervals say so themselves.</remarks>
static class Printable
{
    /// <returns>A sentence that names the mending step; null when they may be printed.</returns>
    public static string? WhyNot(MonthSample sample, MonthQuality.Audit audit)
    {
        var month = sample.Month;
        if (audit.Drawn == 0)
        {
            return $"{month.Title} has no audit sample, so nobody knows what its adjusted counts are worth: draw one on /quality (or with 'helpdesk quality --month {month} --draw') and answer it on /quality/audit.";
        }

        // What the simulation measured is the estimate after a whole sample; half of one is worth less, and nobody has measured how much.
        if (audit.Answered < audit.Drawn)
        {
            return Say($"{audit.Answered:N0} of the {audit.Drawn:N0} sampled mails of {month.Title} are answered: answer the rest on /quality/audit.");
        }

        // As far off as a firm cell may be: a few mails that nothing stands for move no count by more.
        var few = MonthEstimate.Cell.ToleranceOf(sample.Mails.Count);
        if (sample.AfterDraw is { } late && late > few)
        {
            return Say($"{late:N0} mails of {month.Title} came after its sample was drawn, and no sampled mail stands for them: print the counted figures.");
        }

        foreach (var (model, _, open) in sample.Models.Where(m => m.Open > few).OrderBy(m => m.Model.Version, StringComparer.Ordinal))
        {
            var what = !model.IsCalibrated ? "has no calibration, so that its scores do not mean what they say"
                : !model.MixIsKnown ? model.InService ? "does not say on what mix it was trained" : "is retired and has not left behind on what mix it was trained"
                : null;
            if (what is not null)
            {
                return Say($"{open:N0} mails of {month.Title} that nobody answered were guessed by model {model.Version}, which {what}: answer them on /messages, or print the counted figures.");
            }
        }

        return null;
    }

    static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
