namespace Helpdesk.Quality;

/// <summary>About how many more answers, taken from the queue, make every cell firm.</summary>
/// <remarks>
/// A cell is off by what its open mails are expected to move, plus their chance, plus what nobody knows of the scores
/// themselves. The first two are summed over the mails that would be left; the third shrinks a little slower than their doubt.
/// </remarks>
static class SettleForecast
{
    const double TwoSided95 = 1.96;

    /// <summary>
    /// The sure mails, which are asked last, keep some of what nobody knows. In proportion to the doubt, out-of-fold months took an eighth more
    /// answers than promised; with 0.7 a twentieth fewer.
    /// </summary>
    const double Slower = 0.8;

    /// <returns>0 when every cell is firm.</returns>
    /// <param name="order">The open mails, most effective first.</param>
    public static int Answers(IReadOnlyList<CountedMail> mails, CountEstimator estimator, MonthEstimate estimate, IReadOnlyList<QueueOrder.Place> order)
    {
        if (estimate.Cells.All(c => c.IsFirm))
        {
            return 0;
        }

        var categories = estimate.Cells.Count;
        var (gap, chance, doubt) = (new double[categories], new double[categories], new double[categories]);
        foreach (var i in Enumerable.Range(0, mails.Count).Where(i => mails[i].Answer is null))
        {
            Move(mails[i].Guess, estimator.Probabilities(i), +1, gap, chance);
        }

        var systematic = new double[categories];
        for (var c = 0; c < categories; c++)
        {
            doubt[c] = Math.Max(chance[c], 1e-9);
            var spread = (estimate.Cells[c].High - estimate.Cells[c].Low) / (2 * TwoSided95);
            systematic[c] = Math.Max(0, (spread * spread) - chance[c]);
        }

        for (var answered = 0; answered < order.Count; answered++)
        {
            if (Firm())
            {
                // The intervals say that something is not firm, so at least one more answer is needed.
                return Math.Max(1, answered);
            }

            Move(mails[order[answered].Mail].Guess, estimator.Probabilities(order[answered].Mail), -1, gap, chance);
        }

        return order.Count;

        bool Firm()
        {
            for (var c = 0; c < categories; c++)
            {
                var left = Math.Pow(Math.Max(0, chance[c]) / doubt[c], Slower);
                if (Math.Abs(gap[c]) + (TwoSided95 * Math.Sqrt(Math.Max(0, chance[c]) + (systematic[c] * left * left))) > estimate.Cells[c].Tolerance)
                {
                    return false;
                }
            }

            return true;
        }
    }

    static void Move(int guess, double[] p, int sign, double[] gap, double[] chance)
    {
        for (var c = 0; c < p.Length; c++)
        {
            gap[c] += sign * (p[c] - (c == guess ? 1 : 0));
            chance[c] += sign * p[c] * (1 - p[c]);
        }
    }
}
