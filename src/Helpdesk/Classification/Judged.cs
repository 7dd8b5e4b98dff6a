using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>A model's answers to labelled mail, judged: all of them, and those marked hard.</summary>
/// <param name="Hard">Null when no mail is marked hard.</param>
/// <param name="Doubtful">How many the model left to people.</param>
/// <param name="UnseenAccuracy">Of the others, the share that is right.</param>
/// <param name="CountErrors">How far the counts are off once people have answered the doubtful ones, by category: guessed less true.</param>
sealed record Judged(Judgement All, Judgement? Hard, int Doubtful, double UnseenAccuracy, IReadOnlyDictionary<string, int> CountErrors)
{
    /// <exception cref="Refusal">There is no mail, a mail has no label, or one that the model does not know.</exception>
    public static Judged By(TrainedModel model, IReadOnlyList<MailSample> mails, string file)
    {
        if (mails.FirstOrDefault(m => m.Label is null || !model.Labels.Contains(m.Label)) is { } odd)
        {
            throw new Refusal(odd.Label is null
                ? $"The mail '{odd.Id}' has no label; there is nothing to judge by."
                : $"The mail '{odd.Id}' has the label '{odd.Label}', which the model does not know; it knows {string.Join(", ", model.Labels)}.");
        }

        if (mails.Count == 0)
        {
            throw new Refusal($"The message file {file} has no mail.");
        }

        var numbers = model.Labels.Index().ToDictionary(l => l.Item, l => l.Index);
        var answers = ThreadMemory.Answer(model, 0f, mails).Select(a => (a.Mail.Hard, a.Guess.Doubtful, Answer: (Truth: numbers[a.Mail.Label!], Guess: numbers[a.Guess.Category], a.Guess.Scores))).ToList();
        var unseen = answers.Where(a => !a.Doubtful).ToList();
        return new(
            Judgement.Of(model.Labels, [.. answers.Select(a => a.Answer)]),
            answers.Any(a => a.Hard) ? Judgement.Of(model.Labels, [.. answers.Where(a => a.Hard).Select(a => a.Answer)]) : null,
            answers.Count - unseen.Count,
            unseen.Count == 0 ? 1 : (double)unseen.Count(a => a.Answer.Truth == a.Answer.Guess) / unseen.Count,
            model.Labels.Index().ToDictionary(l => l.Item, l => unseen.Count(a => a.Answer.Guess == l.Index) - unseen.Count(a => a.Answer.Truth == l.Index)));
    }

    /// <summary>What people should make of the doubt, in a sentence.</summary>
    public string DoubtText()
    {
        var worst = CountErrors.MaxBy(e => Math.Abs(e.Value));
        return string.Create(CultureInfo.InvariantCulture,
            $"Doubtful, left to people: {Doubtful:N0} mails ({(double)Doubtful / All.Mails:P1}). Of the others {UnseenAccuracy:P1} are right; counted unseen, the worst cell is off by {Math.Abs(worst.Value):N0} ({worst.Key}).");
    }
}
