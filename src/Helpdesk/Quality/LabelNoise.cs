namespace Helpdesk.Quality;

/// <summary>Finds answers of people that a model which had not seen them contradicts with confidence.</summary>
/// <remarks>
/// After Northcutt, Jiang, Chuang, "Confident Learning", 2021: an error is likelier where the scores of mail that was not learned from are sure
/// of something else. Of an answer that the model in service learned from a model fitted without it is asked; of a newer one the guess itself.
/// </remarks>
static class LabelNoise
{
    /// <summary>One error in twenty among guesses as sure as these.</summary>
    const double Sure = 0.95;

    /// <summary>And hardly a word for what the person said.</summary>
    const double Unlikely = 0.02;

    /// <summary>What somebody looks through in ten minutes.</summary>
    const int Most = 20;

    /// <param name="Guess">What the scores are sure of.</param>
    /// <param name="Probability">How probable that is in this month.</param>
    /// <param name="Learned">The model in service learned from the answer, so that its own guess would prove nothing.</param>
    public sealed record Suspect(long Message, string Answer, string Guess, double Probability, bool Learned)
    {
        /// <summary>No model is certain.</summary>
        public double Percent => Math.Min(99.9, 100 * Probability);
    }

    public static IReadOnlyList<Suspect> In(IReadOnlyList<CountedMail> mails, double[] mix, IReadOnlyList<QualityCategory> categories, IReadOnlyDictionary<long, SecondOpinions.Opinion> opinions) =>
        [.. mails.Where(m => m.Answer is not null).Select(m => Suspected(m, opinions.GetValueOrDefault(m.Id), mix, categories)).OfType<Suspect>()
            .OrderByDescending(s => s.Probability).ThenBy(s => s.Message)
            .Take(Most)];

    static Suspect? Suspected(CountedMail mail, SecondOpinions.Opinion? opinion, double[] mix, IReadOnlyList<QualityCategory> categories)
    {
        // A rule is certain of everything it says, and no second opinion.
        if (opinion is null && mail.Confidence >= 1)
        {
            return null;
        }

        var p = opinion is null ? PriorShift.Probabilities(mail.Scores, mail.TrainingMix, mix) : PriorShift.Probabilities(opinion.Scores, opinion.TrainingMix, mix);
        var best = Array.IndexOf(p, p.Max());
        return p[best] >= Sure && p[mail.Answer!.Value] <= Unlikely
            ? new(mail.Id, categories[mail.Answer.Value].Name, categories[best].Name, p[best], opinion is not null)
            : null;
    }
}
