namespace Helpdesk.Quality;

/// <summary>An answer of an earlier month that may teach about this one.</summary>
/// <param name="MonthMix">The mix of the mail's own month, so that this month's can be put in its place.</param>
/// <param name="MonthGround">Where that month's mail belonged by its audit sample: of mail that the model knows nothing about this was all there was to expect.</param>
sealed record PastAnswer(double[] Scores, double[] TrainingMix, int Guess, int Answer, double[] MonthMix, double[] MonthGround)
{
    /// <summary>What the answered mail of a month leaves to later ones.</summary>
    public static IEnumerable<PastAnswer> Of(IReadOnlyList<CountedMail> mails, double[] monthMix)
    {
        var ground = Beliefs.Normalised(Beliefs.GroundOf(mails, monthMix));
        return mails.Where(m => m is { Teaches: true, Answer: not null }).Select(m => new PastAnswer(m.Scores, m.TrainingMix, m.Guess, m.Answer!.Value, monthMix, ground));
    }
}
