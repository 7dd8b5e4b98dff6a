namespace Helpdesk.Quality;

/// <summary>Answers of one stratum beside what the scores expected of the same mails.</summary>
sealed class Tally(int categories)
{
    /// <summary>How often each category was answered.</summary>
    public double[] Seen { get; } = new double[categories];

    /// <summary>The sums of the probabilities of the same mails.</summary>
    public double[] Expected { get; } = new double[categories];

    public double Total { get; private set; }

    public void Add(int answer, double[] probabilities, double weight)
    {
        Seen[answer] += weight;
        Total += weight;
        for (var c = 0; c < probabilities.Length; c++)
        {
            Expected[c] += weight * probabilities[c];
        }
    }

    /// <summary>This tally and the other together.</summary>
    public Tally With(Tally other)
    {
        var sum = new Tally(Seen.Length) { Total = Total + other.Total };
        for (var c = 0; c < Seen.Length; c++)
        {
            sum.Seen[c] = Seen[c] + other.Seen[c];
            sum.Expected[c] = Expected[c] + other.Expected[c];
        }

        return sum;
    }
}
