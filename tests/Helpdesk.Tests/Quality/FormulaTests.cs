using Helpdesk.Quality;

namespace Helpdesk.Tests.Quality;

/// <summary>What the estimates are made of, held against values that others published or that can be counted by hand.</summary>
public sealed class FormulaTests
{
    /// <summary>Clopper and Pearson's limits as R's binom.test gives them.</summary>
    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(3, 60, 0.0104, 0.1392)]
    public void An_exact_interval_is_that_of_the_tables(int hits, int seen, double low, double high)
    {
        var interval = ExactInterval.Of(hits, seen);

        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void Unequal_weights_widen_an_interval_and_nothing_seen_leaves_everything_possible()
    {
        var equal = ExactInterval.Of([.. Enumerable.Range(0, 20).Select(i => (1.0, i < 10))]);
        var unequal = ExactInterval.Of([.. Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? 9.0 : 1.0, i < 10))]);

        Assert.Equal(ExactInterval.Of(10, 20).Low, equal.Low, 6);
        Assert.True(unequal.High - unequal.Low > equal.High - equal.Low, "unequal weights say less");
        Assert.Equal((0.0, 1.0, (double?)null), (ExactInterval.Unknown.Low, ExactInterval.Unknown.High, ExactInterval.Of(0, 0).Share));
    }

    [Theory]
    [InlineData(0.5, 0.5723649429)]
    [InlineData(1, 0)]
    [InlineData(10, 12.8018274801)]
    [InlineData(1000, 5905.2204232092)]
    public void The_gamma_function_is_that_of_the_tables(double x, double logGamma) => Assert.Equal(logGamma, SpecialFunctions.LogGamma(x), 7);

    [Fact]
    public void A_mix_that_moved_is_found_from_calibrated_scores()
    {
        // Two categories trained half and half; the scores say 0.8 for the own category. A month of nine to one then shows 0.74 and 0.26 guesses.
        double[] even = [0.5, 0.5];
        CountedMail[] mails = [.. Enumerable.Range(0, 1000).Select(i => i < 740 ? new CountedMail(i, [0.8, 0.2], even, 0) : new(i, [0.2, 0.8], even, 1))];

        Assert.Equal(0.9, PriorShift.Mix(mails, 2)[0], 2);
    }

    [Fact]
    public void What_everybody_answered_is_certain()
    {
        double[] even = [0.5, 0.5];
        CountedMail[] mails = [.. Enumerable.Range(0, 50).Select(i => new CountedMail(i, [0.6, 0.4], even, 0, Answer: i < 20 ? 1 : 0, Teaches: true))];

        var estimate = new CountEstimator(mails, [], 2).Estimate();

        Assert.Equal([(30, 30), (20, 20)], estimate.Cells.Select(c => (c.Low, c.High)));
        Assert.Equal([50, 0], estimate.Cells.Select(c => c.Raw));
        Assert.True(estimate.Cells.All(c => c.IsFirm), "nothing is left to doubt");
    }

    [Fact]
    public void Without_an_answer_nothing_is_sharp()
    {
        double[] even = [0.5, 0.5];
        CountedMail[] mails = [.. Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? new CountedMail(i, [0.999, 0.001], even, 0) : new(i, [0.001, 0.999], even, 1))];

        var estimate = new CountEstimator(mails, [], 2).Estimate();

        Assert.All(estimate.Cells, c => Assert.True(c.High - c.Low > 100, $"{c.Low} to {c.High} of 500, and nobody has looked"));
    }

    [Fact]
    public void Adjusted_counts_are_printed_as_whole_mails_that_add_up_the_same_each_time()
    {
        Assert.Equal([4, 3, 3], WholeCounts.Of([3.4, 3.3, 3.3], [true, true, true], 10));
        // Equal remainders go to the row printed first, and a sum of doubles that misses a certainty by a hair does not lose a mail.
        Assert.Equal([3, 2, 5], WholeCounts.Of([2.5, 2.5, 4.9999999999], [true, true, true], 10));
        // A category that is not in force prints nothing of its half mail.
        Assert.Equal([8, 0, 2], WholeCounts.Of([7.6, 0.8, 1.6], [true, false, true], 10));
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            int[] known = [.. Enumerable.Range(0, 11).Select(_ => random.Next(5))];
            double[] open = [.. Enumerable.Range(0, 11).Select(_ => random.NextDouble())];
            var left = random.Next(0, 2000);
            double[] counts = [.. known.Select((k, i) => k + (left * open[i] / open.Sum()))];
            var whole = WholeCounts.Of(counts, [.. counts.Select(_ => true)], known.Sum() + left);
            Assert.Equal(known.Sum() + left, whole.Sum());
            Assert.All(whole.Index(), w => Assert.True(w.Item >= known[w.Index] && Math.Abs(w.Item - counts[w.Index]) < 1, $"{w.Item} for {counts[w.Index]}, {known[w.Index]} of it answered"));
        }
    }

    [Fact]
    public void A_sample_takes_its_share_of_every_heap_and_its_weights_add_up_to_the_month()
    {
        int[] guesses = [.. Enumerable.Range(0, 2000).Select(i => i < 1500 ? 0 : i < 1990 ? 1 : 2)];
        double[] sure = [.. guesses.Select((g, i) => i % 5 == 0 ? 0.6 : 0.99)];

        var drawn = AuditDraw.Of(guesses, sure, 60, new Chance(1));

        Assert.Equal(60, drawn.Select(d => d.Mail).Distinct().Count());
        Assert.Equal(2000, drawn.Sum(d => d.Weight), 6);
        Assert.Equal(3, drawn.Select(d => guesses[d.Mail]).Distinct().Count());
        // The doubtful fifth gets more than its fifth.
        Assert.True(drawn.Count(d => sure[d.Mail] < 0.95) > 20, "doubtful mail is looked at more often");
        Assert.Equal(3, AuditDraw.Of([0, 0, 1], [0.9, 0.9, 0.9], 60, new Chance(1)).Count);
    }

    [Fact]
    public void Agreement_is_what_is_left_when_chance_is_taken_away()
    {
        Agreement.Disputed[] pairs = [.. Enumerable.Repeat(new Agreement.Disputed(1, "A", "A"), 20), .. Enumerable.Repeat(new Agreement.Disputed(2, "A", "B"), 5), .. Enumerable.Repeat(new Agreement.Disputed(3, "B", "A"), 10), .. Enumerable.Repeat(new Agreement.Disputed(4, "B", "B"), 15)];

        var agreement = Agreement.Of(2, pairs);

        // The example of the textbooks: 35 of 50 agree, half would by chance.
        Assert.Equal(0.4, agreement.Kappa!.Value, 6);
        Assert.Equal(0.7, agreement.Same.Share!.Value, 6);
        Assert.Equal(15, agreement.Disputes.Count);
        Assert.Null(Agreement.Of(1, []).Kappa);
    }
}
