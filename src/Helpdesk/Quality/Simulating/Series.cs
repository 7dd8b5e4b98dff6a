namespace Helpdesk.Quality.Simulating;

/// <summary>Thirteen simulated months one after the other, each with its answers, as the helpdesk would have lived through them.</summary>
sealed class Series(Setting setting, int number, IReadOnlyList<LabelledMail> mails, IReadOnlyList<IReadOnlyList<int>> mixes, double[] trainingMix, int audit, int answers)
{
    /// <summary>As the product does: answers older than half a year are of another world.</summary>
    const int Remembered = 6;

    /// <summary>The queue is ordered anew after so many answers, as the job does while people answer.</summary>
    const int Batch = 20;

    readonly Chance chance = new((1000 * (int)setting) + number);

    /// <param name="Whole">The adjusted count as the table would print it.</param>
    /// <param name="Random">The printed count had the same number of answers been given at random, for comparison.</param>
    public readonly record struct Cell(int Month, int Category, int Truth, double Random, MonthEstimate.Cell Estimate, int Whole);

    /// <summary>What came of the promises made in some of the months that were run.</summary>
    public List<Settling> Promises { get; } = [];

    public IEnumerable<Cell> Run(CancellationToken stop)
    {
        var categories = mixes[0].Count;
        var pool = new MailPool(mails, setting, [.. Enumerable.Range(0, categories).Select(c => mixes.Average(m => m[c]))], chance, number);
        var past = new Queue<PastAnswer[]>();
        for (var month = 0; month < mixes.Count; month++)
        {
            stop.ThrowIfCancellationRequested();
            var truth = mixes[(month + number) % mixes.Count];
            var drawn = pool.Draw(month, truth, chance);
            var counted = drawn.Select((m, i) => new CountedMail(i, m.Scores, trainingMix, m.Guess)).ToArray();
            PastAnswer[] remembered = [.. past.SelectMany(a => a)];
            Audit(counted, drawn, categories);
            for (var left = answers - audit; left > 0; left -= Batch)
            {
                var estimator = new CountEstimator(counted, remembered, categories);
                foreach (var place in QueueOrder.Of(counted, estimator, Math.Min(Batch, left)))
                {
                    counted[place.Mail] = counted[place.Mail] with { Answer = drawn[place.Mail].Truth, Teaches = true };
                }
            }

            var settled = new CountEstimator(counted, remembered, categories).Estimate();
            var whole = settled.ToPrint([.. settled.Cells.Select(_ => true)]);
            var random = AtRandom(drawn, categories);
            for (var c = 0; c < categories; c++)
            {
                yield return new(month, c, truth[c], random[c], settled.Cells[c], whole[c]);
            }

            if (Settling.Months.Contains(month))
            {
                Promises.Add(Settling.Of(month, counted, drawn, remembered, categories, stop));
            }

            past.Enqueue([.. PastAnswer.Of(counted, settled.Mix)]);
            if (past.Count > Remembered)
            {
                past.Dequeue();
            }
        }
    }

    void Audit(CountedMail[] counted, LabelledMail[] drawn, int categories)
    {
        var mix = PriorShift.Mix(counted, categories);
        double[] sure = [.. counted.Select(m => PriorShift.Probabilities(m.Scores, m.TrainingMix, mix)[m.Guess])];
        foreach (var (mail, _, weight) in AuditDraw.Of([.. counted.Select(m => m.Guess)], sure, audit, chance))
        {
            counted[mail] = counted[mail] with { Answer = drawn[mail].Truth, Teaches = true, AuditWeight = weight };
        }
    }

    double[] AtRandom(LabelledMail[] drawn, int categories)
    {
        var order = Enumerable.Range(0, drawn.Length).ToArray();
        chance.Shuffle(order);
        var printed = new double[categories];
        foreach (var (turn, i) in order.Index())
        {
            printed[turn < answers ? drawn[i].Truth : drawn[i].Guess]++;
        }

        return printed;
    }
}
