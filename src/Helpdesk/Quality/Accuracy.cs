namespace Helpdesk.Quality;

/// <summary>What the blind answers of up to six months say of the guesses: how often they are right, where they go wrong, whether their probabilities hold.</summary>
/// <param name="Overall">The share of guesses that are right.</param>
/// <param name="ByGuess">The same for each guessed category.</param>
/// <param name="Confusion">How many answers: row = what people said, column = what was guessed.</param>
/// <param name="Bins">Guesses by how probable they were said to be.</param>
/// <param name="CalibrationError">The mean distance between said and seen (expected calibration error; Naeini, Cooper, Hauskrecht 2015); null without answers.</param>
sealed record Accuracy(int Answers, ExactInterval Overall, IReadOnlyList<ExactInterval> ByGuess, IReadOnlyList<IReadOnlyList<int>> Confusion, IReadOnlyList<Accuracy.Bin> Bins, double? CalibrationError)
{
    /// <summary>Nine tenths of the mail is guessed with 95 % and more, so the bins are finer there.</summary>
    static readonly double[] Borders = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

    /// <param name="Said">The mean probability of its guesses.</param>
    /// <param name="Right">The share of them that is right.</param>
    public sealed record Bin(double From, double To, double? Said, ExactInterval Right);

    public static Accuracy Of(IReadOnlyList<BlindAnswer> answers, int categories)
    {
        int[][] confusion = [.. Enumerable.Range(0, categories).Select(_ => new int[categories])];
        foreach (var answer in answers)
        {
            confusion[answer.Answer][answer.Guess]++;
        }

        Bin[] bins = [.. Borders.Zip(Borders.Skip(1)).Select(b =>
        {
            var inside = answers.Where(a => a.Probability >= b.First && (a.Probability < b.Second || b.Second == 1)).ToList();
            return new Bin(b.First, b.Second, inside.Count == 0 ? null : inside.Average(a => a.Probability), Share(inside));
        })];
        return new(
            answers.Count,
            Share(answers),
            [.. Enumerable.Range(0, categories).Select(c => Share([.. answers.Where(a => a.Guess == c)]))],
            confusion,
            bins,
            answers.Count == 0 ? null : bins.Where(b => b.Said is not null).Sum(b => b.Right.Seen * Math.Abs(b.Said!.Value - b.Right.Share!.Value)) / answers.Count);
    }

    static ExactInterval Share(IReadOnlyCollection<BlindAnswer> answers) => ExactInterval.Of([.. answers.Select(a => (a.Weight, a.IsRight))]);
}
