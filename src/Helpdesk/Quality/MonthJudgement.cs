namespace Helpdesk.Quality;

/// <summary>Judges one month by its mail, its answers and those of the half year before.</summary>
/// <param name="past">The samples of the months before, with what may be learned from them, and their mixes; oldest first.</param>
sealed class MonthJudgement(MonthSample sample, IReadOnlyList<(MonthSample Sample, double[] Mix)> past, IReadOnlyList<QualityCategory> categories, Agreement people, SecondOpinions.Heard opinions)
{
    /// <summary>As many as somebody answers in a month of ten-minute mornings; the queue behind them is ordered by the model's doubt.</summary>
    const int Places = 100;

    readonly CountEstimator estimator = new(
        sample.Mails, [.. past.SelectMany(p => PastAnswer.Of(p.Sample.Mails, p.Mix))], categories.Count);

    /// <summary>The mails that settle the table soonest, with their effect.</summary>
    public IReadOnlyList<(long Message, double Effect)> Queue { get; private set; } = [];

    /// <param name="settledAfter">With how many answers the target was reached earlier; null when it was not.</param>
    public MonthQuality Judge(int? settledAfter)
    {
        var estimate = estimator.Estimate();
        var order = QueueOrder.Of(sample.Mails, estimator, int.MaxValue);
        var blind = BlindAnswer.Of(sample, estimate.Mix).ToList();
        var pooled = past.SelectMany(p => BlindAnswer.Of(p.Sample, p.Mix)).Concat(blind).ToList();
        var accuracy = Accuracy.Of(pooled, categories.Count);
        var doubtful = estimate.Cells.Count(c => !c.IsFirm);
        // Without a blind answer nobody knows the scores' worth, so nobody knows what an answer more would bring.
        int? more = pooled.Count == 0 ? null : SettleForecast.Answers(sample.Mails, estimator, estimate, order);
        var goal = new MonthQuality.Target(doubtful, more, settledAfter ?? (doubtful == 0 && sample.Mails.Count > 0 ? estimate.Answers : null));
        // The sample comes first: without it nobody knows which cells are doubtful, and the review keeps its own order.
        Queue = doubtful == 0 || blind.Count == 0 ? [] : [.. order.Take(Places).Select(p => (sample.Mails[p.Mail].Id, p.Effect))];
        var audit = new MonthQuality.Audit(sample.Audited.Count, sample.Audited.Count(a => a.Answered));
        var whole = estimate.ToPrint([.. categories.Select((c, i) => c.InForce(sample.Month) || estimate.Cells[i].Printed > 0)]);
        return new(
            sample.Month.ToString(),
            QualitySentences.First(sample.Month, estimate, goal, pooled.Count),
            sample.Mails.Count,
            estimate.Answers,
            [.. categories.Select((category, c) => Cell(category, estimate.Cells[c], whole[c], accuracy.ByGuess[c]))],
            audit,
            goal,
            accuracy,
            people,
            DriftWatch.Of(categories, estimate, [.. past.Where(p => p.Mix.Length == categories.Count).Select(p => p.Mix)], blind),
            LabelNoise.In(sample.Mails, estimate.Mix, categories, opinions.Of),
            QualitySentences.Limits(sample, audit, people, pooled.Count, opinions.Missing),
            estimate.Mix,
            Printable.WhyNot(sample, audit),
            [.. sample.Models.Select(m => m.Model.Version).Order(StringComparer.Ordinal)]);
    }

    static MonthQuality.Cell Cell(QualityCategory category, MonthEstimate.Cell cell, int whole, ExactInterval accuracy) => new(
        category.Key, category.Name, cell.Raw, cell.Printed, cell.Shown, whole, cell.Low, cell.High, cell.MayBeOff, Math.Round(cell.Tolerance, 1), cell.IsFirm,
        accuracy.Seen == 0 && cell.Raw > 0 ? "No guess of this category was answered blind in the last half year: how often it is right is not known, and the interval says so." : null);
}
