namespace Helpdesk.Quality;

/// <summary>The two functions of mathematics that intervals and evidence need and .NET lacks.</summary>
static class SpecialFunctions
{
    /// <summary>From here up Stirling's series is exact to ten digits; below, the argument is raised first.</summary>
    const double StirlingFrom = 7;

    /// <summary>The natural logarithm of the gamma function, for arguments above 0.</summary>
    public static double LogGamma(double x)
    {
        var raised = 1.0;
        while (x < StirlingFrom)
        {
            raised *= x++;
        }

        var f = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (((1.0 / 12) - (f * ((1.0 / 360) - (f * ((1.0 / 1260) - (f / 1680)))))) / x) - Math.Log(raised);
    }

    /// <summary>The regularised incomplete beta function: the probability that a Beta(<paramref name="a"/>, <paramref name="b"/>) share is at most <paramref name="x"/>.</summary>
    public static double BetaShare(double a, double b, double x) => x switch
    {
        <= 0 => 0,
        >= 1 => 1,
        _ when x > (a + 1) / (a + b + 2) => 1 - BetaShare(b, a, 1 - x),
        _ => Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x))) * Fraction(a, b, x) / a,
    };

    /// <summary>The share that a Beta(<paramref name="a"/>, <paramref name="b"/>) variable stays below with this probability, by bisection.</summary>
    public static double BetaQuantile(double a, double b, double probability)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = BetaShare(a, b, middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Lentz's evaluation of the continued fraction of the incomplete beta function.</summary>
    static double Fraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        var c = 1.0;
        var d = 1 - ((a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        var value = d;
        for (var m = 1; m < 500; m++)
        {
            Step(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            var factor = Step(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1)));
            if (Math.Abs(factor - 1) < 1e-14)
            {
                break;
            }
        }

        return value;

        double Step(double numerator)
        {
            d = 1 + (numerator * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (numerator / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            value *= c * d;
            return c * d;
        }
    }
}
