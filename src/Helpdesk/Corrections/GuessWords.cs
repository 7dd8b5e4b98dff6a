using Helpdesk.Classification;

namespace Helpdesk.Corrections;

/// <summary>The words behind a guess: what spoke most for its category and against the next likely one.</summary>
/// <remarks>Exact, not estimated: the largest terms of the model's own sum (<see cref="Explanation"/>).</remarks>
sealed class GuessWords(Classifier classifier)
{
    /// <summary>Eight: what the eye takes in at once; the ninth never changed anybody's mind.</summary>
    const int Most = 8;

    /// <param name="Where">The part of the mail, in words.</param>
    /// <param name="Share">Of all that spoke for the category, 0 to 1.</param>
    public sealed record Word(string Text, string Where, float Share);

    /// <summary>Null when another model made the guess: words of today's model would explain a guess it never made.</summary>
    public async Task<IReadOnlyList<Word>?> OfAsync(ShownMessage message, IReadOnlyList<CategoryBook.Category> book, CancellationToken stop)
    {
        var model = await classifier.ModelAsync(stop);
        if (message is not { Guess: { Rule: null } guess, Mail: { } mail } || guess.Model != model.Version)
        {
            return message.Guess?.Rule is null && message.Guess is not null ? null : [];
        }

        var chosen = Label(guess.Category);
        var next = guess.Scores.Count > 1 ? Label(guess.Scores.First(s => s.Category != guess.Category).Category) : chosen;
        // People may have answered on the thread since: what the model knew then is what makes the score it gave then.
        var alone = new MailInput(mail.Subject, mail.Text, mail.Attachments, mail.FromAddress, mail.Recipients, message.Automatic is not null, null);
        var input = model.Labels
            .SelectMany(label => (MailInput[])[alone with { Earlier = new(label, ByPerson: false) }, alone with { Earlier = new(label, ByPerson: true) }])
            .Take(message.Thread.Any(t => t.ReceivedAt < message.ReceivedAt) ? int.MaxValue : 0)
            .Prepend(alone)
            .MinBy(m => Math.Abs(model.Scores(m)[chosen] - guess.Confidence))!;
        var spoke = Explanation.Of(model, input, chosen, next).Parts.Where(p => p.Weight > 0).ToList();
        var all = spoke.Sum(p => p.Weight);
        return [.. spoke.Take(Most).Select(p => new Word(Readable(p.Text), Where(p.Block), p.Weight / all))];

        // The guess is this model's own, so it knows the category, by the name of today or by an earlier one.
        int Label(short category) => model.Labels.Index().First(l => book.First(c => c.Id == category).Names.Contains(l.Item)).Index;
    }

    /// <summary>The model sees every number of three digits or more as one 0.</summary>
    static string Readable(string token) => string.Join(' ', token.Split(' ').Select(w => w == "0" ? "(number)" : w));

    static string Where(FeatureBlock block) => block switch
    {
        FeatureBlock.Subject => "subject",
        FeatureBlock.Words => "text",
        FeatureBlock.Letters => "letters",
        FeatureBlock.Quoted => "quoted text",
        FeatureBlock.Closing => "signature",
        FeatureBlock.Attachments => "attachment",
        FeatureBlock.Envelope => "kind of mail",
        FeatureBlock.Sender => "sender",
        FeatureBlock.Thread => "thread so far",
        FeatureBlock.Answer => "a person's answer on the thread",
        FeatureBlock.Marks or FeatureBlock.MarkedRuns => "marks",
    };
}
