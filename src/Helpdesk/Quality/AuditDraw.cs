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
            .Select(g => new Stratum(g.Key, [.. g], Share(g, probabilities)))
            .ToList();
        Allocate(strata, Math.Min(size, guesses.Count));
        var all = new List<Drawn>();
        foreach (var category in strata.GroupBy(s => s.Number / 2))
        {
            // A heap too small for a mail of its own is drawn from together with the category's other heap, so that every mail is stood for.
            var own = category.Where(s => s.Take > 0).ToList();
            foreach (var stratum in own)
            {
                int[] mails = stratum == own[0] ? [.. stratum.Mails, .. category.Where(s => s.Take == 0).SelectMany(s => s.Mails)] : stratum.Mails;
                chance.Shuffle(mails);
                all.AddRange(mails.Take(stratum.Take).Select(i => new Drawn(i, stratum.Number, (double)mails.Length / stratum.Take)));
            }
        }

        var order = all.ToArray();
        chance.Shuffle(order);
        return order;
    }

    /// <summary>One mail of every guessed category, and then always one to the heap that is furthest behind its share and has mail left.</summary>
    static void Allocate(List<Stratum> strata, int size)
    {
        foreach (var first in strata.GroupBy(s => s.Number / 2).Select(c => c.MaxBy(s => s.Share)!).OrderByDescending(s => s.Share).Take(size))
        {
            first.Take = 1;
        }

        for (var drawn = strata.Sum(s => s.Take); drawn < size; drawn++)
        {
            strata.Where(s => s.Take < s.Mails.Length).MaxBy(s => s.Share / (s.Take + 1))!.Take++;
        }
    }

    static double Share(IGrouping<int, int> mails, IReadOnlyList<double> probabilities)
    {
        var count = mails.Count();
        var spread = Math.Sqrt(mails.Average(i => Math.Max(LeastSpread, probabilities[i] * (1 - probabilities[i]))));
        return Math.Pow(count * spread, Flattening);
    }

    sealed class Stratum(int number, int[] mails, double share)
    {
        public int Number => number;

        public int[] Mails => mails;

        public double Share => share;

        public int Take { get; set; }
    }
}
