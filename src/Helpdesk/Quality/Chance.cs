namespace Helpdesk.Quality;

/// <summary>Random draws from the distributions that the estimates are made of; the same seed gives the same draws.</summary>
sealed class Chance(int seed)
{
    /// <summary>Below this expectation a binomial draw is made jump by jump and exactly; above, the normal curve is as good and constant in time.</summary>
    const double Countable = 20;

    /// <summary>A probability that no month of any helpdesk will ever show; smaller ones would make the jumps endless.</summary>
    const double Never = 1e-12;

    /// <summary>The logarithm of a billionth.</summary>
    const double LogNothing = -20.7;

    readonly Random random = new(seed);
    double other = double.NaN;

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

    /// <summary>Puts shares that sum to 1 in the place of the parameters of the Dirichlet distribution they are drawn from.</summary>
    public void Dirichlet(Span<double> parameters)
    {
        var total = 0.0;
        foreach (ref var share in parameters)
        {
            share = Gamma(share);
            total += share;
        }

        foreach (ref var share in parameters)
        {
            share = total > 0 ? share / total : 1.0 / parameters.Length;
        }
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

        var first = 1 - random.NextDouble();
        if (first <= 1 - (count * probability))
        {
            return 0; // Bernoulli's inequality: the first jump leads past the end, and nobody need take logarithms to know it
        }

        var logMiss = Math.Log(1 - probability);
        var place = 0.0;
        for (var hits = 0; ; hits++)
        {
            place += Math.Floor(Math.Log(hits == 0 ? first : 1 - random.NextDouble()) / logMiss) + 1;
            if (place > count)
            {
                return hits;
            }
        }
    }

    /// <summary>Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000.</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Fraction(shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            v *= v * v;
            var u = 1 - random.NextDouble();
            // Their first test spares the logarithms in forty-nine of fifty cases and decides as the second would.
            if (v > 0 && (u < 1 - (0.0331 * x * x * x * x) || Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))))
            {
                return d * v;
            }
        }
    }

    /// <summary>Of a shape below 1; most categories of most heaps have next to nothing, and a share below a billionth deals out no mail.</summary>
    double Fraction(double shape)
    {
        if (shape <= 0)
        {
            return 0;
        }

        var u = 1 - random.NextDouble();
        // As exp(x) is at least 1 + x, most are known to be nothing before a logarithm is taken.
        if (u < 1 + (LogNothing * shape))
        {
            return 0;
        }

        var log = Math.Log(u) / shape;
        return log < LogNothing ? 0 : Gamma(shape + 1) * Math.Exp(log);
    }

    /// <summary>Two at a time (Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958).</summary>
    double Normal()
    {
        if (double.IsNaN(other))
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            other = radius * sine;
            return radius * cosine;
        }

        var normal = other;
        other = double.NaN;
        return normal;
    }
}
