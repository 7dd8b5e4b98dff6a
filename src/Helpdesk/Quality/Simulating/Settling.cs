namespace Helpdesk.Quality.Simulating;

/// <summary>Goes on answering a simulated month in the queue's order until every cell is firm, and holds that against what was promised.</summary>
/// <param name="Promised">About how many more answers the page would have named.</param>
/// <param name="Took">How many it took; at most all that were left.</param>
/// <param name="CellsWithin">Of the cells, all firm then, the share whose printed count is truly within 2 mails or 2 %.</param>
sealed record Settling(int Month, int Promised, int Took, double CellsWithin)
{
    /// <summary>The seventh month, the first after a change, and the last: of each some, for a month takes as long as all the others together.</summary>
    public static readonly int[] Months = [MailPool.Change, 12];

    /// <summary>At first as often as the job orders the queue anew; a long way on a tenth of what was answered, so that the number is known to a tenth.</summary>
    const int Batch = 20, Steps = 10;

    /// <summary>A promise is kept when it is off by at most a fifth, or by a batch.</summary>
    const double Fifth = 0.2;

    public bool IsKept => Math.Abs(Promised - Took) <= Math.Max(Batch, Fifth * Took);

    public static Settling Of(int month, IReadOnlyList<CountedMail> given, IReadOnlyList<LabelledMail> drawn, IReadOnlyList<PastAnswer> remembered, int categories, CancellationToken stop)
    {
        CountedMail[] mails = [.. given];
        int? promised = null;
        for (var more = 0; ;)
        {
            stop.ThrowIfCancellationRequested();
            var estimator = new CountEstimator(mails, remembered, categories);
            var estimate = estimator.Estimate();
            var order = QueueOrder.Of(mails, estimator, int.MaxValue);
            promised ??= SettleForecast.Answers(mails, estimator, estimate, order);
            if (estimate.Cells.All(c => c.IsFirm))
            {
                return new(month, promised.Value, more, estimate.Cells.Index().Average(c => IsWithin(c.Item.Printed, drawn.Count(m => m.Truth == c.Index)) ? 1.0 : 0));
            }

            foreach (var place in order.Take(Math.Max(Batch, more / Steps)))
            {
                mails[place.Mail] = mails[place.Mail] with { Answer = drawn[place.Mail].Truth, Teaches = true };
                more++;
            }
        }
    }

    static bool IsWithin(int printed, int truth) => Math.Abs(printed - truth) <= MonthEstimate.Cell.ToleranceOf(truth);
}
