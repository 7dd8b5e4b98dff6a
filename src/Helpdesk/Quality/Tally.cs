namespace Helpdesk.Quality;

/// <summary>Answers of one stratum beside what the scores expected of the same mails.</summary>
sealed class Tally(int categories)
{
    /// <summary>How often each category was answered.</summary>
    public double[] Seen { get; } = new double[categories];

    /// <summary>The sums of the probabilities of the same mails.</summary>
    public double[] Expected { get; } = new double[categories];

    /// <summary>The sums of what was to be expected of earlier months' mails had the model known nothing about them.</summary>
    public double[] PastGround { get; } = new double[categories];

    public double Total { get; private set; }

    /// <summary>How many of <see cref="Total"/> are of this month.</summary>
    public double TotalNow { get; private set; }

    /// <summary>An answer of this month.</summary>
    public void Add(int answer, double[] probabilities)
    {
        TotalNow++;
        Add(answer, probabilities, 1);
    }

    /// <summary>An answer of an earlier month.</summary>
    public void Add(PastAnswer past, double[] probabilities, double weight)
    {
        for (var c = 0; c < PastGround.Length; c++)
        {
            PastGround[c] += weight * past.MonthGround[c];
        }

        Add(past.Answer, probabilities, weight);
    }

    /// <summary>How many mails of a category were to be expected under this ignorance and this month's ground.</summary>
    public double ExpectedOf(int category, double ignorance, ReadOnlySpan<double> ground) =>
        ((1 - ignorance) * Expected[category]) + (ignorance * Unknowing(category, ground));

    /// <summary>The same if the model knew nothing: of each answer's own month, for what an earlier month was about says nothing of this one.</summary>
    public double Unknowing(int category, ReadOnlySpan<double> ground) => (TotalNow * ground[category]) + PastGround[category];

    /// <summary>This tally and the other together.</summary>
    public Tally With(Tally other)
    {
        var sum = new Tally(Seen.Length) { Total = Total + other.Total, TotalNow = TotalNow + other.TotalNow };
        for (var c = 0; c < Seen.Length; c++)
        {
            sum.Seen[c] = Seen[c] + other.Seen[c];
            sum.Expected[c] = Expected[c] + other.Expected[c];
            sum.PastGround[c] = PastGround[c] + other.PastGround[c];
        }

        return sum;
    }

    void Add(int answer, double[] probabilities, double weight)
    {
        Seen[answer] += weight;
        Total += weight;
        for (var c = 0; c < probabilities.Length; c++)
        {
            Expected[c] += weight * probabilities[c];
        }
    }
}
