namespace Helpdesk.Quality;

/// <summary>Draws a month's audit sample: at random, but more from the heaps of mail where a guess may be wrong and where many mails hang on it.</summary>
/// <remarks>
/// Strata are the guessed category and whether the guess is sure. Their shares follow Neyman ("On the Two Different Aspects of
/// the Representative Method", 1934): size times spread, flattened by a power (Bankier, "Power Allocations", 1988) so that no
/// small category goes without.
/// </remarks>
static class AuditDraw
{
    /// <summary>One error in twenty: above it a guess is sure, and nine tenths of a month are.</summary>
    const double Sure = 0.95;

    /// <summary>The scores' own doubt is never believed to be below one error in fifty, or sure mail would never be looked at.</summary>
    const double LeastSpread = 0.02;

    /// <summary>Between equal numbers for every stratum (0) and Neyman's (1); measured by the simulation.</summary>
    const double Flattening = 0.7;

    /// <param name="Weight">How many mails of its stratum it stands for.</param>
    public readonly record struct Drawn(int Mail, int Stratum, double Weight);

    /// <param name="guesses">Of each mail the guessed category.</param>
    /// <param name="probabilities">Of each mail how probable its guess is in this month.</param>
    /// <returns>The drawn mails, in random order: however many of them are answered, it is a sample.</returns>
    public static IReadOnlyList<Drawn> Of(IReadOnlyList<int> guesses, IReadOnlyList<double> probabilities, int size, Chance chance)
    {
        var strata = Enumerable.Range(0, guesses.Count)
            .GroupBy(i => (guesses[i] * 2) + (probabilities[i] >= Sure ? 1 : 0))
            .OrderBy(g => g.Key)
            .Select(g => (Number: g.Key, Mails: g.ToArray(), Share: Share(g, probabilities)))
            .ToList();
        var takes = new int[strata.Count];
        for (var drawn = 0; drawn < Math.Min(size, guesses.Count); drawn++)
        {
            // Always to the stratum that is furthest behind its share and has mail left.
            var next = Enumerable.Range(0, strata.Count).Where(s => takes[s] < strata[s].Mails.Length).MaxBy(s => strata[s].Share / (takes[s] + 1));
            takes[next]++;
        }

        var all = new List<Drawn>();
        foreach (var (s, stratum) in strata.Index())
        {
            chance.Shuffle(stratum.Mails);
            all.AddRange(stratum.Mails.Take(takes[s]).Select(i => new Drawn(i, stratum.Number, (double)stratum.Mails.Length / takes[s])));
        }

        var order = all.ToArray();
        chance.Shuffle(order);
        return order;
    }

    static double Share(IGrouping<int, int> mails, IReadOnlyList<double> probabilities)
    {
        var count = mails.Count();
        var spread = Math.Sqrt(mails.Average(i => Math.Max(LeastSpread, probabilities[i] * (1 - probabilities[i]))));
        return Math.Pow(count * spread, Flattening);
    }
}
