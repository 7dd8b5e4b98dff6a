namespace Helpdesk.Classification;

/// <summary>What was said of a mail: the category, how sure, and by whom.</summary>
/// <param name="Confidence">Calibrated probability of the category, 0 to 1; 1 for a rule.</param>
/// <param name="Scores">The model's probability of every category, in the order of its labels.</param>
/// <param name="Rule">The rule that decided; null when the model did.</param>
sealed record Guess(string Category, float Confidence, float[] Scores, string? Rule)
{
    /// <summary>Rules first, then the model.</summary>
    public static Guess By(TrainedModel model, MailInput mail)
    {
        var scores = model.Scores(mail);
        if (Rules.For(mail) is var (rule, category) && model.Labels.Contains(category))
        {
            return new(category, 1f, scores, rule);
        }

        var best = Array.IndexOf(scores, scores.Max());
        return new(model.Labels[best], scores[best], scores, null);
    }
}
