namespace Helpdesk.Quality;

/// <summary>What a person said of a sampled mail without seeing the guess.</summary>
/// <param name="Probability">How probable the guess was, in a month of that mix.</param>
/// <param name="Weight">How many mails it stands for.</param>
sealed record BlindAnswer(int Guess, int Answer, double Probability, double Weight)
{
    public bool IsRight => Guess == Answer;

    public static IEnumerable<BlindAnswer> Of(MonthSample sample, double[] mix) =>
        from drawn in sample.Audited
        where drawn is { Answered: true, Answer: not null }
        let mail = sample.Mails[drawn.Place]
        select new BlindAnswer(mail.Guess, drawn.Answer!.Value, PriorShift.Probabilities(mail.Scores, mail.TrainingMix, mix)[mail.Guess], drawn.Weight);
}
