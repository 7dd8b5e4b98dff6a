using System.Globalization;

namespace Helpdesk.Quality;

/// <summary>Tells a month in which other mail came from one in which the model went wrong: the first is counted rightly all the same, the second is not.</summary>
static class DriftWatch
{
    /// <summary>Three months: of fewer nobody can say what is usual.</summary>
    const int LeastMonths = 3;

    /// <summary>Three spreads: in eleven categories mere chance is taken for a change about once in three years.</summary>
    const double Spreads = 3;

    /// <summary>One in a hundred: with twelve months a year a false alarm comes every eight years.</summary>
    const double Alarm = 0.01;

    /// <summary>Fewer blind answers than twenty could all be right under a model that errs in one of seven.</summary>
    const int LeastAnswers = 20;

    /// <summary>What nobody has learned yet is believed to be a quarter; more than a third only answers can say.</summary>
    const double Lost = 1.0 / 3;

    /// <param name="Verdict">unknown, steady, world (the mix moved) or meter (the model went wrong).</param>
    /// <param name="Expected">How many of this month's blind answers the probabilities promised to be right.</param>
    /// <param name="Chance">How probable it is that so few are right if the probabilities hold; null without answers.</param>
    public sealed record Result(string Verdict, string Sentence, IReadOnlyList<Mover> Movers, int Answers, int Right, double Expected, double? Chance);

    /// <summary>A category whose share moved.</summary>
    public sealed record Mover(string Category, double Usual, double Now);

    /// <param name="earlier">The mixes of up to six months before.</param>
    /// <param name="blind">This month's blind answers.</param>
    public static Result Of(IReadOnlyList<QualityCategory> categories, MonthEstimate estimate, IReadOnlyList<double[]> earlier, IReadOnlyList<BlindAnswer> blind)
    {
        var movers = Movers(categories, estimate, earlier);
        var right = blind.Count(b => b.IsRight);
        double? chance = blind.Count == 0 ? null : AtMost(right, [.. blind.Select(b => b.Probability)]);
        var broke = chance <= Alarm || (blind.Count >= LeastAnswers && estimate.Ignorance > Lost);
        var moved = movers.Count == 0 ? "" : $"{string.Join(", ", movers.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Category} {100 * m.Usual:N1} % -> {100 * m.Now:N1} %")))}";
        var (verdict, sentence) =
            broke ? ("meter", string.Create(CultureInfo.InvariantCulture, $"The meter broke: {right} of {blind.Count} blind answers agree with the guess where the model promised {blind.Sum(b => b.Probability):N0}. The adjusted counts now rest on the answers, and more of them are needed; look at the new topics and at a model trained on newer mail."))
            : blind.Count < LeastAnswers ? ("unknown", $"Whether the model still holds nobody can say: {(blind.Count == 0 ? "there is no blind answer" : $"there are only {blind.Count} blind answers")} in this month.{(moved.Length > 0 ? $" Its guesses say that the mix moved: {moved}." : "")}")
            : movers.Count > 0 ? ("world", $"The world changed, the meter holds: the mix moved ({moved}), and the guesses are as often right as the model says. The adjusted counts follow it.")
            : ("steady", $"Nothing moved: {right} of {blind.Count} blind answers agree with the guess, as the model promised{(earlier.Count < LeastMonths ? "; of the months before too few have mail to say whether the mix moved" : "")}.");
        return new(verdict, sentence, movers, blind.Count, right, blind.Sum(b => b.Probability), chance);
    }

    static List<Mover> Movers(IReadOnlyList<QualityCategory> categories, MonthEstimate estimate, IReadOnlyList<double[]> earlier)
    {
        var movers = new List<Mover>();
        foreach (var (c, category) in categories.Index())
        {
            if (earlier.Count < LeastMonths || estimate.Mails == 0)
            {
                break;
            }

            var cell = estimate.Cells[c];
            var usual = earlier.Average(m => m[c]);
            var spread = Math.Sqrt((earlier.Sum(m => (m[c] - usual) * (m[c] - usual)) / (earlier.Count - 1)) + (Math.Max(usual, 1.0 / estimate.Mails) / estimate.Mails));
            var now = cell.Adjusted / estimate.Mails;
            // An interval that still holds the usual share proves nothing.
            if (Math.Abs(now - usual) > Spreads * spread && (usual * estimate.Mails < cell.Low || usual * estimate.Mails > cell.High))
            {
                movers.Add(new(category.Name, usual, now));
            }
        }

        return movers;
    }

    /// <summary>The probability of at most so many hits when each has its own probability (Poisson binomial, exact).</summary>
    static double AtMost(int hits, double[] probabilities)
    {
        var counts = new double[probabilities.Length + 1];
        counts[0] = 1;
        foreach (var (n, p) in probabilities.Index())
        {
            for (var k = n + 1; k > 0; k--)
            {
                counts[k] = (counts[k] * (1 - p)) + (counts[k - 1] * p);
            }

            counts[0] *= 1 - p;
        }

        return counts.Take(hits + 1).Sum();
    }
}
