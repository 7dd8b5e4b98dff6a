namespace Helpdesk.Quality;

/// <summary>Random draws from the distributions that the estimates are made of; the same seed gives the same draws.</summary>
sealed class Chance(int seed)
{
    /// <summary>Below this expectation a binomial draw is made jump by jump and exactly; above, the normal curve is as good and constant in time.</summary>
    const double Countable = 20;

    /// <summary>A probability that no month of any helpdesk will ever show; smaller ones would make the jumps endless.</summary>
    const double Never = 1e-12;

    readonly Random random = new(seed);

    public double Uniform() => random.NextDouble();

    public int Below(int count) => random.Next(count);

    public void Shuffle<T>(T[] items) => random.Shuffle(items);

    /// <summary>The number of one of the weights, each by its share; they sum to 1.</summary>
    public int Pick(ReadOnlySpan<double> weights)
    {
        var left = random.NextDouble();
        for (var i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>Shares that sum to 1, drawn from a Dirichlet distribution with these parameters.</summary>
    public double[] Dirichlet(ReadOnlySpan<double> parameters)
    {
        var shares = new double[parameters.Length];
        var total = 0.0;
        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = Gamma(parameters[c]);
            total += shares[c];
        }

        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = total > 0 ? shares[c] / total : 1.0 / shares.Length;
        }

        return shares;
    }

    /// <summary>Deals <paramref name="count"/> things out by these shares and adds them to <paramref name="sums"/>.</summary>
    public void Multinomial(int count, ReadOnlySpan<double> shares, Span<double> sums)
    {
        var rest = 1.0;
        for (var c = 0; c < shares.Length && count > 0; c++)
        {
            var dealt = c == shares.Length - 1 || rest <= shares[c] ? count : Binomial(count, shares[c] / rest);
            sums[c] += dealt;
            count -= dealt;
            rest -= shares[c];
        }
    }

    /// <summary>How many of <paramref name="count"/> things, each with this probability.</summary>
    public int Binomial(int count, double probability)
    {
        if (probability > 0.5)
        {
            return count - Binomial(count, 1 - probability);
        }

        if (probability < Never)
        {
            return 0;
        }

        if (count * probability > Countable)
        {
            return (int)Math.Clamp(Math.Round((count * probability) + (Math.Sqrt(count * probability * (1 - probability)) * Normal())), 0, count);
        }

        var logMiss = Math.Log(1 - probability);
        var place = 0.0;
        for (var hits = 0; ; hits++)
        {
            place += Math.Floor(Math.Log(1 - random.NextDouble()) / logMiss) + 1;
            if (place > count)
            {
                return hits;
            }
        }
    }

    /// <summary>Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000.</summary>
    double Gamma(double shape)
    {
        if (shape < 1)
        {
            return shape <= 0 ? 0 : Gamma(shape + 1) * Math.Pow(random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
