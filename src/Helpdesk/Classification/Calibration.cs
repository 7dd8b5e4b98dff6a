namespace Helpdesk.Classification;

/// <summary>Turns margins into probabilities that mean what they say: one temperature and one bias a category (bias-corrected temperature scaling).</summary>
/// <param name="Alone">Whether each category is told from the rest alone: its own probability first, by a slope and a bias that all share, and then its part of the sum.</param>
/// <remarks>
/// Alexandari, Kundaje, Shrikumar, "Maximum Likelihood with Bias-Corrected Calibration is Hard-To-Beat at Label Shift Adaptation", 2020. Fitted on out-of-fold margins.
/// The margins of <see cref="RestTrainer"/> say how far a mail is from the rest, and below -1 nothing more: a softmax would believe the differences there.
/// With one slope and one bias for all, the best margin also has the best probability.
/// </remarks>
sealed record Calibration(float Slope, float[] Biases, bool Alone = false)
{
    public static Calibration None(int labels) => new(1f, new float[labels]);

    /// <summary>Softmax of slope x margin + bias, or of the logarithms of its sigmoids; sums to 1.</summary>
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
            if (Alone)
            {
                // The logarithm of the sigmoid, without an overflow at either end.
                p[i] = MathF.Min(p[i], 0) - MathF.Log(1 + MathF.Exp(-MathF.Abs(p[i])));
            }

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
}
