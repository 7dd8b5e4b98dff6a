namespace Helpdesk.Quality;

/// <summary>A month's mail sorted by guessed category and by how probable the guess is: within one stratum an answer may stand for the others.</summary>
sealed class Strata
{
    /// <summary>
    /// Borders of the bands: even odds, then an error in five, in twenty, in a hundred. Finer bands would each hold too few
    /// answers to say anything; without the last two the sure mail, nine tenths of a month, would be one heap.
    /// </summary>
    static readonly double[] Borders = [0.5, 0.8, 0.95, 0.99];

    public const int Bands = 5;

    /// <summary>An answer of another mix counts at most five times more or less than one of this month: beyond that it is luck, not evidence.</summary>
    const double MostWeight = 5;

    Strata(int categories, double[] mix, double[][] probabilities, int[] places)
    {
        Categories = categories;
        Mix = mix;
        Probabilities = probabilities;
        Places = places;
        Open = new int[categories * Bands];
        OpenMeans = Tables(categories);
        Now = [.. Open.Select(_ => new Tally(categories))];
        Past = [.. Open.Select(_ => new Tally(categories))];
    }

    public int Categories { get; }

    /// <summary>The month's mix by its scores.</summary>
    public double[] Mix { get; }

    /// <summary>Of each mail the probabilities under the month's mix.</summary>
    public double[][] Probabilities { get; }

    /// <summary>Of each mail the stratum.</summary>
    public int[] Places { get; }

    /// <summary>Of each stratum the mails that nobody answered.</summary>
    public int[] Open { get; }

    /// <summary>Of each stratum the mean probabilities of its open mails.</summary>
    public double[][] OpenMeans { get; }

    /// <summary>Of each stratum this month's answers that teach.</summary>
    public Tally[] Now { get; }

    /// <summary>Of each stratum the answers of earlier months, weighted to this month's mix.</summary>
    public Tally[] Past { get; }

    public int Count => Open.Length;

    public static Strata Of(IReadOnlyList<CountedMail> mails, IReadOnlyList<PastAnswer> past, int categories)
    {
        var mix = PriorShift.Mix(mails, categories);
        double[][] probabilities = [.. mails.Select(m => PriorShift.Probabilities(m.Scores, m.TrainingMix, mix))];
        var strata = new Strata(categories, mix, probabilities, [.. mails.Select((m, i) => Place(m.Guess, probabilities[i]))]);
        foreach (var (i, mail) in mails.Index())
        {
            strata.Take(mail, strata.Places[i], probabilities[i]);
        }

        for (var s = 0; s < strata.Count; s++)
        {
            for (var c = 0; c < categories && strata.Open[s] > 0; c++)
            {
                strata.OpenMeans[s][c] /= strata.Open[s];
            }
        }

        foreach (var answer in past)
        {
            strata.Take(answer);
        }

        return strata;
    }

    /// <summary>The guessed category of a stratum.</summary>
    public static int GuessOf(int stratum) => stratum / Bands;

    static int Place(int guess, double[] probabilities)
    {
        var band = 0;
        while (band < Borders.Length && probabilities[guess] >= Borders[band])
        {
            band++;
        }

        return (guess * Bands) + band;
    }

    static double[][] Tables(int categories) => [.. Enumerable.Range(0, categories * Bands).Select(_ => new double[categories])];

    void Take(CountedMail mail, int place, double[] probabilities)
    {
        if (mail.Answer is not { } answer)
        {
            Open[place]++;
            for (var c = 0; c < Categories; c++)
            {
                OpenMeans[place][c] += probabilities[c];
            }
        }
        else if (mail.Teaches)
        {
            Now[place].Add(answer, probabilities);
        }
    }

    /// <summary>What the answer would weigh had its month had this month's mix (importance weights: Shimodaira 2000).</summary>
    void Take(PastAnswer past)
    {
        var now = PriorShift.Probabilities(past.Scores, past.TrainingMix, Mix);
        var then = PriorShift.Probabilities(past.Scores, past.TrainingMix, past.MonthMix);
        var weight = Math.Clamp(now[past.Answer] / Math.Max(then[past.Answer], double.Epsilon), 1 / MostWeight, MostWeight);
        Past[Place(past.Guess, now)].Add(past, now, weight);
    }
}
