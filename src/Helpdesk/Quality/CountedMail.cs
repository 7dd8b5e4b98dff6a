namespace Helpdesk.Quality;

/// <summary>One counted mail of a month as the estimates see it.</summary>
/// <param name="Scores">The calibrated probability of each category.</param>
/// <param name="TrainingMix">The mix of categories on which those probabilities were calibrated.</param>
/// <param name="Guess">The category it counts under while nobody has answered.</param>
/// <param name="Answer">What people said; null while nobody did.</param>
/// <param name="Teaches">
/// The answer may teach about mail that nobody answered: the mail was chosen by chance or by its scores. An answer given
/// because somebody stumbled over the mistake says nothing about the others.
/// </param>
/// <param name="AuditWeight">How many mails it stands for in the audit sample; 0 when it was not drawn or not yet answered.</param>
sealed record CountedMail(long Id, double[] Scores, double[] TrainingMix, int Guess, int? Answer = null, bool Teaches = false, double AuditWeight = 0)
{
    public double Confidence => Scores[Guess];
}
