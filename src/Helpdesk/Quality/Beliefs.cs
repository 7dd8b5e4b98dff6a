namespace Helpdesk.Quality;

/// <summary>Which world the month is in, as far as the answers tell: how much of the mail the model knows nothing about, how firmly its scores hold, whether earlier months still count.</summary>
/// <remarks>
/// Within a stratum the open mails' composition has a Dirichlet distribution around what the scores say; the three doubts
/// are weighed by the probability they give to the answers (the Dirichlet-multinomial evidence), and every estimate is
/// the mixture. Formulas and reasons: docs/quality.md.
/// </remarks>
sealed class Beliefs
{
    /// <summary>From "three mails in a thousand come from nowhere the model knows" to "the model knows nothing", in equal steps of their logarithm.</summary>
    public static readonly double[] Ignorances = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Firmness is worth as many answers as the scores are; each a factor eight apart, from "two answers overrule them" to "a thousand do".</summary>
    public static readonly Attitude[] Attitudes =
        [.. from memory in new[] { 0.0, 1.0 } from firmness in new[] { 2.0, 16, 128, 1024 } select new Attitude(memory, firmness)];

    /// <summary>One case of each attitude is taken as seen before any answer came: the uniform prior, so that none is ever ruled out.</summary>
    const double SeenBefore = 1;

    /// <summary>
    /// How firm the scores were in the half year before counts a third of what this month says of it (a power prior; Ibrahim and Chen 2000): a
    /// hundred answers cannot tell, and seven hundred would not see that the mail has changed. Out of fold the intervals of the largest cells are a seventh narrower for it.
    /// </summary>
    const double PastWorth = 0.3;

    /// <summary>The share of weights stands still long before.</summary>
    const int Rounds = 30;

    /// <summary>How the ground of the month begins: three answers' worth of what the scores say, so that a single audit answer moves it and ten rule it.</summary>
    const double GroundPerCategory = 0.3;

    readonly Strata strata;
    readonly Tally[][] taught;

    /// <param name="Memory">Whether the answers of earlier months count: 1 or 0.</param>
    /// <param name="Firmness">How many answers the scores are worth.</param>
    public readonly record struct Attitude(double Memory, double Firmness);

    public Beliefs(Strata strata, IReadOnlyList<CountedMail> mails)
    {
        this.strata = strata;
        Ground = GroundOf(mails, strata.Mix);
        taught = [strata.Now, [.. strata.Now.Zip(strata.Past, (now, past) => now.With(past))]];
        var groundMix = Normalised(Ground);
        var evidence = new double[Ignorances.Length];
        OfGuess = new double[Ignorances.Length][][];
        for (var i = 0; i < Ignorances.Length; i++)
        {
            (OfGuess[i], evidence[i]) = Weigh(Ignorances[i], groundMix);
        }

        OfIgnorance = FromLogs(evidence);
    }

    /// <summary>What the audit sample says of the whole month, as parameters of a Dirichlet distribution: where mail that the model knows nothing about belongs.</summary>
    public double[] Ground { get; }

    /// <summary>The weight of each of <see cref="Ignorances"/>.</summary>
    public double[] OfIgnorance { get; }

    /// <summary>For each ignorance and guessed category the weight of each of <see cref="Attitudes"/>.</summary>
    public double[][][] OfGuess { get; }

    /// <summary>The share of the month about which the model knows nothing.</summary>
    public double Ignorance => OfIgnorance.Zip(Ignorances, (w, share) => w * share).Sum();

    /// <summary>How far earlier months still count, weighted by the mail.</summary>
    public double Memory
    {
        get
        {
            var mails = Enumerable.Range(0, strata.Categories).Select(g => (double)strata.Open.AsSpan(g * Strata.Bands, Strata.Bands).ToArray().Sum()).ToArray();
            return mails.Sum() == 0 ? 1 : mails.Select((n, g) => n * OfIgnorance.Select((w, i) => w * OfGuess[i][g].Zip(Attitudes, (a, attitude) => a * attitude.Memory).Sum()).Sum()).Sum() / mails.Sum();
        }
    }

    /// <summary>The Dirichlet parameters of a stratum's open mails: the scores corrected by the difference between answers and scores, as far as the answers outweigh them.</summary>
    /// <param name="shift">By what each share of the month's mix is multiplied; empty when it is taken as found.</param>
    public void Parameters(int stratum, double ignorance, Attitude attitude, ReadOnlySpan<double> ground, ReadOnlySpan<double> shift, Span<double> parameters)
    {
        var seen = taught[(int)attitude.Memory][stratum];
        double[] means = strata.OpenMeans[stratum], expected = seen.Expected;
        var worth = attitude.Firmness + seen.Total;
        var (whole, wholeExpected) = (1.0, 1.0);
        if (shift.Length > 0)
        {
            (whole, wholeExpected) = (0, 0);
            for (var c = 0; c < shift.Length; c++)
            {
                whole += means[c] * shift[c];
                wholeExpected += expected[c] * shift[c];
            }

            wholeExpected /= seen.Total > 0 ? seen.Total : 1;
        }

        var (ofScores, ofExpected, sum) = ((1 - ignorance) / whole, (1 - ignorance) / Math.Max(wholeExpected, double.Epsilon), 0.0);
        for (var c = 0; c < parameters.Length; c++)
        {
            var shifted = shift.Length > 0 ? shift[c] : 1;
            var scored = (ofScores * means[c] * shifted) + (ignorance * ground[c]);
            var difference = seen.Total > 0 ? seen.Seen[c] - (ofExpected * expected[c] * shifted) - (ignorance * seen.Unknowing(c, ground)) : 0;
            // A sample without a single mail of a category does not prove that there is none: half of what the scores say is left.
            parameters[c] = Math.Max(scored + (difference / worth), scored * attitude.Firmness / worth / 2);
            sum += parameters[c];
        }

        for (var c = 0; c < parameters.Length; c++)
        {
            parameters[c] *= worth / sum;
        }
    }

    /// <summary>What a month's audit sample says of the whole month: its answers, as many as they are worth when each stands for as many mails as it does, and three answers' worth of the scores.</summary>
    public static double[] GroundOf(IReadOnlyList<CountedMail> mails, double[] mix)
    {
        var sums = new double[mix.Length];
        var (weight, squares) = (0.0, 0.0);
        foreach (var mail in mails)
        {
            if (mail is { AuditWeight: > 0, Answer: { } answer })
            {
                sums[answer] += mail.AuditWeight;
                weight += mail.AuditWeight;
                squares += mail.AuditWeight * mail.AuditWeight;
            }
        }

        return [.. sums.Select((s, c) => (GroundPerCategory * mix.Length * mix[c]) + (weight > 0 ? s * weight / squares : 0) + double.Epsilon)];
    }

    public static double[] Normalised(double[] parameters)
    {
        var sum = parameters.Sum();
        return [.. parameters.Select(p => p / sum)];
    }

    /// <summary>The attitudes' weights for each guessed category, their common shares learned from all of them (empirical Bayes), and the evidence in all.</summary>
    (double[][] Weights, double Evidence) Weigh(double ignorance, double[] ground)
    {
        var logs = new double[strata.Categories][];
        for (var guess = 0; guess < logs.Length; guess++)
        {
            logs[guess] = new double[Attitudes.Length];
            for (var band = 0; band < Strata.Bands; band++)
            {
                var s = (guess * Strata.Bands) + band;
                for (var a = 0; a < Attitudes.Length; a++)
                {
                    // What this month's answers were worth once the earlier ones were known; and whether or not those still count, they were about such a model.
                    logs[guess][a] += Evidence(taught[(int)Attitudes[a].Memory][s], ignorance, Attitudes[a].Firmness, ground)
                        + ((PastWorth - Attitudes[a].Memory) * Evidence(strata.Past[s], ignorance, Attitudes[a].Firmness, ground));
                }
            }
        }

        var shares = Enumerable.Repeat(1.0 / Attitudes.Length, Attitudes.Length).ToArray();
        var told = logs.Where((_, guess) => Enumerable.Range(guess * Strata.Bands, Strata.Bands).Any(s => strata.Now[s].Total > 0)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var sums = Enumerable.Repeat(SeenBefore, Attitudes.Length).ToArray();
            foreach (var log in told)
            {
                var weights = FromLogs([.. log.Select((l, a) => l + Math.Log(shares[a]))]);
                for (var a = 0; a < sums.Length; a++)
                {
                    sums[a] += weights[a];
                }
            }

            shares = Normalised(sums);
        }

        double[][] joint = [.. logs.Select(log => log.Select((l, a) => l + Math.Log(shares[a])).ToArray())];
        return ([.. joint.Select(FromLogs)], joint.Sum(LogSum));
    }

    /// <summary>The logarithm of the probability of the answers seen (Dirichlet-multinomial, without the constant that all beliefs share).</summary>
    static double Evidence(Tally tally, double ignorance, double firmness, double[] ground)
    {
        if (tally.Total <= 0)
        {
            return 0;
        }

        var log = SpecialFunctions.LogGamma(firmness) - SpecialFunctions.LogGamma(firmness + tally.Total);
        for (var c = 0; c < ground.Length; c++)
        {
            if (tally.Seen[c] > 0)
            {
                var parameter = firmness * tally.ExpectedOf(c, ignorance, ground) / tally.Total;
                log += SpecialFunctions.LogGamma(parameter + tally.Seen[c]) - SpecialFunctions.LogGamma(parameter);
            }
        }

        return log;
    }

    static double LogSum(double[] logs)
    {
        var most = logs.Max();
        return most + Math.Log(logs.Sum(l => Math.Exp(l - most)));
    }

    static double[] FromLogs(double[] logs)
    {
        var sum = LogSum(logs);
        return [.. logs.Select(l => Math.Exp(l - sum))];
    }
}
