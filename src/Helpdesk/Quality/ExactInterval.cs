namespace Helpdesk.Quality;

/// <summary>A share with its exact 95 % interval.</summary>
/// <param name="Share">Between 0 and 1; null when nothing was seen.</param>
/// <param name="Seen">How many answers it rests on.</param>
/// <remarks>
/// Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial", 1934. Where the
/// answers stand for unequal numbers of mails, the interval is that of the sample of equal weights that would be as
/// informative (Korn and Graubard, "Confidence Intervals for Proportions with Small Expected Number of Positive Counts", 1998).
/// </remarks>
sealed record ExactInterval(double? Share, double Low, double High, int Seen)
{
    const double Outside = 0.025;

    /// <summary>Nothing was seen, so anything is possible.</summary>
    public static ExactInterval Unknown { get; } = new(null, 0, 1, 0);

    /// <summary>Of equally weighted things.</summary>
    public static ExactInterval Of(int hits, int seen) => seen == 0 ? Unknown : Of(hits, seen, seen);

    /// <summary>Of weighted things: each with its weight and whether it hit.</summary>
    public static ExactInterval Of(IReadOnlyCollection<(double Weight, bool Hit)> seen)
    {
        var weight = seen.Sum(s => s.Weight);
        if (weight <= 0)
        {
            return Unknown;
        }

        var worth = weight * weight / seen.Sum(s => s.Weight * s.Weight);
        return Of(seen.Where(s => s.Hit).Sum(s => s.Weight) / weight * worth, worth, seen.Count);
    }

    static ExactInterval Of(double hits, double worth, int seen) => new(
        hits / worth,
        hits <= 0 ? 0 : SpecialFunctions.BetaQuantile(hits, worth - hits + 1, Outside),
        hits >= worth ? 1 : SpecialFunctions.BetaQuantile(hits + 1, worth - hits, 1 - Outside),
        seen);
}
