namespace Helpdesk.Quality;

/// <summary>An answer of an earlier month that may teach about this one.</summary>
/// <param name="MonthMix">The mix of the mail's own month, so that this month's can be put in its place.</param>
sealed record PastAnswer(double[] Scores, double[] TrainingMix, int Guess, int Answer, double[] MonthMix)
{
    /// <summary>What the answered mail of a month leaves to later ones.</summary>
    public static IEnumerable<PastAnswer> Of(IEnumerable<CountedMail> mails, double[] monthMix) =>
        mails.Where(m => m is { Teaches: true, Answer: not null }).Select(m => new PastAnswer(m.Scores, m.TrainingMix, m.Guess, m.Answer!.Value, monthMix));
}
