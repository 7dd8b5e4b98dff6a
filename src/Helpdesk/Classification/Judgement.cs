namespace Helpdesk.Classification;

/// <summary>How good answers were, per category and in all.</summary>
/// <param name="LogLoss">Mean of -ln(probability of the truth), in nats.</param>
/// <param name="CalibrationError">Expected calibration error over ten bins of equal width.</param>
/// <param name="Confusion">Counts: row = truth, column = answer, both in the order of <paramref name="Labels"/>.</param>
sealed record Judgement(
    int Mails,
    double Accuracy,
    double MacroF1,
    double LogLoss,
    double CalibrationError,
    IReadOnlyList<string> Labels,
    IReadOnlyList<Judgement.Category> Categories,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    const int Bins = 10;

    /// <summary>One category's figures; <paramref name="Mails"/> is how many there truly were.</summary>
    public sealed record Category(string Name, int Mails, int Answered, double Precision, double Recall, double F1);

    /// <summary>Judges answers by the truth.</summary>
    /// <param name="labels">The order of scores and numbers.</param>
    /// <param name="answers">For each mail: the true label's number, the answered one's, and the scores.</param>
    public static Judgement Of(IReadOnlyList<string> labels, IReadOnlyList<(int Truth, int Answer, float[] Scores)> answers)
    {
        var confusion = new int[labels.Count][];
        for (var i = 0; i < confusion.Length; i++)
        {
            confusion[i] = new int[labels.Count];
        }

        foreach (var (truth, answer, _) in answers)
        {
            confusion[truth][answer]++;
        }

        Category[] categories = [.. labels.Select((name, i) =>
        {
            var mails = confusion[i].Sum();
            var answered = confusion.Sum(row => row[i]);
            var precision = answered == 0 ? 0 : (double)confusion[i][i] / answered;
            var recall = mails == 0 ? 0 : (double)confusion[i][i] / mails;
            return new Category(name, mails, answered, precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
        })];
        var present = categories.Where(c => c.Mails > 0).ToList();
        return new(
            answers.Count,
            answers.Count(a => a.Truth == a.Answer) / (double)answers.Count,
            present.Average(c => c.F1),
            answers.Average(a => -Math.Log(Math.Max(a.Scores[a.Truth], 1e-12))),
            ExpectedError(answers),
            labels,
            categories,
            confusion);
    }

    static double ExpectedError(IReadOnlyList<(int Truth, int Answer, float[] Scores)> answers) =>
        answers.GroupBy(a => Math.Min(Bins - 1, (int)(a.Scores[a.Answer] * Bins)))
            .Sum(bin => Math.Abs(bin.Average(a => a.Scores[a.Answer]) - bin.Average(a => a.Truth == a.Answer ? 1.0 : 0.0)) * bin.Count())
        / answers.Count;
}
