namespace Helpdesk.Quality;

/// <summary>Finds answers of people that the model contradicts with confidence; it had not seen them when it guessed, so it is a second opinion.</summary>
/// <remarks>After Northcutt, Jiang, Chuang, "Confident Learning", 2021: an error is likelier where the scores of mail that was not learned from are sure of something else.</remarks>
static class LabelNoise
{
    /// <summary>One error in twenty among guesses as sure as these.</summary>
    const double Sure = 0.95;

    /// <summary>And hardly a word for what the person said.</summary>
    const double Unlikely = 0.02;

    /// <summary>What somebody looks through in ten minutes.</summary>
    const int Most = 20;

    /// <param name="Probability">How probable the guess is in this month.</param>
    public sealed record Suspect(long Message, string Answer, string Guess, double Probability);

    public static IReadOnlyList<Suspect> In(IReadOnlyList<CountedMail> mails, double[] mix, IReadOnlyList<QualityCategory> categories) =>
        [.. mails.Where(m => m.Answer is { } answer && answer != m.Guess)
            .Select(m => (Mail: m, P: PriorShift.Probabilities(m.Scores, m.TrainingMix, mix)))
            .Where(m => m.P[m.Mail.Guess] >= Sure && m.P[m.Mail.Answer!.Value] <= Unlikely)
            .OrderByDescending(m => m.P[m.Mail.Guess]).ThenBy(m => m.Mail.Id)
            .Take(Most)
            .Select(m => new Suspect(m.Mail.Id, categories[m.Mail.Answer!.Value].Name, categories[m.Mail.Guess].Name, m.P[m.Mail.Guess]))];
}
