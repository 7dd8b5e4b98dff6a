using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Quality;

/// <summary>The figures in words, for people who are no statisticians.</summary>
static class QualitySentences
{
    public static string First(Month month, MonthEstimate estimate, MonthQuality.Target goal, int blind)
    {
        if (estimate.Mails == 0)
        {
            return $"{month.Title} has no counted mail, so there is nothing to be sure or unsure of.";
        }

        var worst = estimate.Cells.Max(c => c.MayBeOff);
        var firm = estimate.Cells.Count - goal.DoubtfulCells;
        return blind == 0 ? Say($"Nobody knows yet how far the counts of {month.Title} are off: no sampled mail has been answered blind. By the model's own scores a cell may be off by up to {worst:N0} mails; the audit sample tells.")
            : goal.DoubtfulCells == 0 ? Say($"Every cell of {month.Title} is firm: none is off by more than 2 mails or 2 %, with 95 % confidence. It took {goal.SettledAfter ?? estimate.Answers:N0} answers.")
            : Say($"{Count(firm)} of the {estimate.Cells.Count} cells of {month.Title} {(firm < 2 ? "is" : "are")} firm; {(firm == 0 ? "they" : goal.DoubtfulCells == 1 ? "the other" : "the others")} may be off by up to {worst:N0} mails. {More(goal)}");
    }

    /// <summary>What is left to do until the month's target is reached.</summary>
    public static string More(MonthQuality.Target goal) =>
        goal.DoubtfulCells == 0 ? "No more answers are needed."
        : goal.More is { } more ? Say($"About {more:N0} more answer{(more == 1 ? "" : "s")} settle{(more == 1 ? "s" : "")} the {(goal.DoubtfulCells == 1 ? "doubtful cell" : $"{Count(goal.DoubtfulCells)} doubtful cells")}.")
        : "How many answers it takes the audit sample will tell.";

    /// <summary>What limits the figures of the whole month.</summary>
    public static IReadOnlyList<string> Limits(MonthSample sample, MonthQuality.Audit audit, Agreement people, int blind, string? unheard)
    {
        var limits = new List<string>();
        if (audit.Drawn == 0)
        {
            limits.Add($"No audit sample was drawn for {sample.Month.Title}{(blind > 0 ? Say($"; the intervals rest on the {blind} blind answers of the months before, as far as they still fit") : "")}.");
        }
        else if (audit.Answered < audit.Drawn)
        {
            limits.Add(Say($"The audit is not done: {audit.Answered} of {audit.Drawn} sampled mails are answered. The intervals are as wide as these few allow."));
        }

        if (sample.AfterDraw is > 0 and var late)
        {
            limits.Add(Say($"{late:N0} mail{(late == 1 ? "" : "s")} came after the sample was drawn; no sampled mail stands for {(late == 1 ? "it" : "them")}."));
        }

        if (blind > 0 && people.People < 2)
        {
            limits.Add("All blind answers are one person's: how far people agree, and so how right any count can be, is not known.");
        }
        else if (blind > 0 && people.Pairs == 0)
        {
            limits.Add("No mail was answered by two people: how far people agree is not known.");
        }

        foreach (var (model, mails, _) in sample.Models.OrderBy(m => m.Model.Version, StringComparer.Ordinal))
        {
            if (!model.MixIsKnown)
            {
                limits.Add(Say($"{mails:N0} mail{(mails == 1 ? " was" : "s were")} guessed by model {model.Version}, which {(model.InService ? "does not say" : "is retired and has not left behind")} on what mix it was trained; its scores are taken as from an even mix, and only answers can correct that."));
            }
            else if (!model.InService)
            {
                limits.Add(Say($"{mails:N0} mail{(mails == 1 ? " was" : "s were")} guessed by model {model.Version}, which is retired; its scores are judged by the mix it was trained on."));
            }

            if (!model.IsCalibrated)
            {
                limits.Add(Say($"Model {model.Version} has no calibration: its probabilities do not mean what they say, and only answers can correct that."));
            }
        }

        if (unheard is not null)
        {
            limits.Add(unheard);
        }

        return limits;
    }

    /// <summary>Whether whoever closes the month may print its adjusted counts.</summary>
    public static string Printing(MonthQuality quality) => quality.NotToPrint is { } why
        ? $"The adjusted counts cannot be printed in the place of these. {why}"
        : $"Whoever closes the month may print the adjusted counts in the place of these, in whole mails and marked as estimates (on /months/{quality.Month}, or with 'helpdesk close --adjusted').";

    /// <summary>Which months the page shows as they were last judged, and which not at all; a sentence each.</summary>
    public static IReadOnlyList<string> Waiting(IReadOnlyList<Month> behind, IReadOnlyList<Month> awaited)
    {
        var sentences = new List<string>();
        if (behind.Count > 0)
        {
            sentences.Add($"The figures of {Titles(behind)} are older than the latest mail or answers: so much mail takes longer to judge than anybody waits for a page. The worker makes them anew every five minutes.");
        }

        if (awaited.Count > 0)
        {
            sentences.Add($"How sure the counts of {Titles(awaited)} are has not been judged yet: so much mail takes longer than anybody waits for a page. The worker does it within some minutes; load the page again then.");
        }

        return sentences;
    }

    static string Titles(IReadOnlyList<Month> months) => months.Count == 1 ? months[0].Title : $"{months.Count} months, {months[0].Title} to {months[^1].Title},";

    static string Count(int number) => number is >= 0 and < 11 ? new[] { "None", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten" }[number] : number.ToString(CultureInfo.InvariantCulture);

    static string Say(FormattableString sentence)
    {
        var said = sentence.ToString(CultureInfo.InvariantCulture);
        return char.ToUpperInvariant(said[0]) + said[1..];
    }
}
