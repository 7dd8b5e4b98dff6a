namespace Helpdesk.Classification;

/// <summary>Turns margins into probabilities that mean what they say: one temperature and one bias a category (bias-corrected temperature scaling).</summary>
/// <remarks>Alexandari, Kundaje, Shrikumar, "Maximum Likelihood with Bias-Corrected Calibration is Hard-To-Beat at Label Shift Adaptation", 2020. Fitted on out-of-fold margins.</remarks>
sealed record Calibration(float Slope, float[] Biases)
{
    /// <summary>Enough for the likelihood to stand still in the sixth digit.</summary>
    const int Steps = 600;

    /// <summary>Draws the biases towards 0: with twenty mails a category their likelihood alone would overfit.</summary>
    const double Prior = 0.02;

    /// <summary>Mails beyond these move no digit that is kept.</summary>
    const int MostMails = 10_000;

    public static Calibration None(int labels) => new(1f, new float[labels]);

    /// <summary>Softmax of slope x margin + bias; sums to 1.</summary>
    public float[] Probabilities(ReadOnlySpan<float> margins)
    {
        var p = margins.ToArray();
        Turn(p);
        return p;
    }

    /// <summary>Turns margins into probabilities where they stand.</summary>
    public void Turn(Span<float> p)
    {
        var most = float.NegativeInfinity;
        for (var i = 0; i < p.Length; i++)
        {
            p[i] = (Slope * p[i]) + Biases[i];
            most = Math.Max(most, p[i]);
        }

        var sum = 0f;
        for (var i = 0; i < p.Length; i++)
        {
            p[i] = MathF.Exp(p[i] - most);
            sum += p[i];
        }

        for (var i = 0; i < p.Length; i++)
        {
            p[i] /= sum;
        }
    }

    /// <summary>Maximises the likelihood of the true labels by gradient ascent.</summary>
    public static Calibration Fit(IReadOnlyList<float[]> margins, IReadOnlyList<int> labels)
    {
        var count = margins[0].Length;
        var now = None(count) with { Slope = 2f };
        var every = (margins.Count + MostMails - 1) / MostMails;
        var used = (margins.Count + every - 1) / every;
        for (var step = 0; step < Steps; step++)
        {
            var slope = 0.0;
            var biases = new double[count];
            for (var i = 0; i < margins.Count; i += every)
            {
                var p = now.Probabilities(margins[i]);
                for (var c = 0; c < count; c++)
                {
                    var error = (c == labels[i] ? 1.0 : 0.0) - p[c];
                    slope += error * margins[i][c];
                    biases[c] += error;
                }
            }

            // A rate that falls makes the last steps small; both gradients are means over the mails.
            var rate = 8.0 / (1 + (step * 0.02));
            now = new(
                (float)Math.Clamp(now.Slope + (rate * slope / used), 0.05, 50),
                [.. now.Biases.Select((b, c) => (float)(b + (rate * ((biases[c] / used) - (Prior * b / count)))))]);
        }

        return now;
    }
}
