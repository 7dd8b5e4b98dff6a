namespace Helpdesk.Classification;

/// <summary>What was said of a mail: the category, how sure, and by whom.</summary>
/// <param name="Confidence">Calibrated probability of the category, 0 to 1; 1 for a rule.</param>
/// <param name="Scores">The model's probability of every category, in the order of its labels.</param>
/// <param name="Rule">The rule that decided; null when the model did.</param>
/// <param name="Doubtful">It counts under its best guess, and a person should look.</param>
sealed record Guess(string Category, float Confidence, float[] Scores, string? Rule, bool Doubtful)
{
    /// <summary>Rules first, then the model.</summary>
    /// <param name="leastConfidence">What is below is doubtful in every category, whatever the model's own threshold says.</param>
    public static Guess By(TrainedModel model, IReadOnlyList<Rule> rules, float leastConfidence, MailInput mail)
    {
        var scores = model.Scores(mail);
        if (Rules.First(rules, mail) is { } rule && (!rule.IsShipped || model.Labels.Contains(rule.Category)))
        {
            return new(rule.Category, 1f, scores, rule.Name, Doubtful: false);
        }

        var best = 0;
        for (var label = 1; label < scores.Length; label++)
        {
            best = scores[label] > scores[best] ? label : best;
        }

        return new(model.Labels[best], scores[best], scores, null, scores[best] < Math.Max(leastConfidence, model.Thresholds[best]));
    }
}
