namespace Helpdesk.Classification;

/// <summary>Finds the calibration under which the true labels are likeliest.</summary>
static class CalibrationFit
{
    /// <summary>Enough for the likelihood to stand still in the sixth digit.</summary>
    const int Steps = 600;

    /// <summary>Draws the biases towards 0: with twenty mails a category their likelihood alone would overfit.</summary>
    const double Prior = 0.02;

    /// <summary>Mails beyond these move no digit that is kept.</summary>
    const int MostMails = 10_000;

    /// <summary>Two numbers stand still after a dozen steps.</summary>
    const int StepsAlone = 40;

    /// <summary>By the loss that the margins come from.</summary>
    public static Calibration Of(IReadOnlyList<float[]> margins, IReadOnlyList<int> labels, Recipe recipe)
    {
        var every = (margins.Count + MostMails - 1) / MostMails;
        List<(float[] Margins, int Label)> used = [.. margins.Select((m, i) => (m, labels[i])).Where((_, i) => i % every == 0)];
        return recipe.Rest ? Alone(used) : Together(used);
    }

    /// <summary>Gradient ascent: a slope, and a bias for each category.</summary>
    static Calibration Together(List<(float[] Margins, int Label)> mails)
    {
        var count = mails[0].Margins.Length;
        var now = Calibration.None(count) with { Slope = 2f };
        for (var step = 0; step < Steps; step++)
        {
            var slope = 0.0;
            var biases = new double[count];
            foreach (var (margins, label) in mails)
            {
                var p = now.Probabilities(margins);
                for (var c = 0; c < count; c++)
                {
                    var error = (c == label ? 1.0 : 0.0) - p[c];
                    slope += error * margins[c];
                    biases[c] += error;
                }
            }

            // A rate that falls makes the last steps small; both gradients are means over the mails.
            var rate = 8.0 / (1 + (step * 0.02));
            now = new(
                (float)Math.Clamp(now.Slope + (rate * slope / mails.Count), 0.05, 50),
                [.. now.Biases.Select((b, c) => (float)(b + (rate * ((biases[c] / mails.Count) - (Prior * b / count)))))]);
        }

        return now;
    }

    /// <summary>Fisher scoring, with steps halved until they help: a slope and a bias that all categories share.</summary>
    static Calibration Alone(List<(float[] Margins, int Label)> mails)
    {
        var count = mails[0].Margins.Length;
        var now = Shared(2f, 0f);
        var likelihood = Likelihood(now);
        for (var step = 0; step < StepsAlone; step++)
        {
            var (slope, bias) = Step(now);
            var length = 1f;
            var (next, better) = (now, double.NegativeInfinity);
            while (better <= likelihood && length > 1e-3f)
            {
                next = Shared(Math.Clamp(now.Slope + (float)(length * slope), 0.05f, 50), Math.Clamp(now.Biases[0] + (float)(length * bias), -20, 20));
                better = Likelihood(next);
                length /= 2;
            }

            if (better <= likelihood)
            {
                break;
            }

            (now, likelihood) = (next, better);
        }

        return now;

        Calibration Shared(float slope, float bias) => new(slope, [.. Enumerable.Repeat(bias, count)], Alone: true);

        double Likelihood(Calibration calibration) => mails.Sum(m => Math.Log(Math.Max(calibration.Probabilities(m.Margins)[m.Label], 1e-12)));

        (double Slope, double Bias) Step(Calibration at)
        {
            var (slope, bias, slopes, both, biases) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
            foreach (var (margins, label) in mails)
            {
                var p = at.Probabilities(margins);
                // How the logarithm of each category's own probability moves with slope and bias; and what is expected of it.
                var (meanSlope, meanBias) = (0.0, 0.0);
                for (var c = 0; c < count; c++)
                {
                    var moves = Moves(at, margins[c]);
                    meanSlope += p[c] * moves * margins[c];
                    meanBias += p[c] * moves;
                }

                for (var c = 0; c < count; c++)
                {
                    var moves = Moves(at, margins[c]);
                    var (s, b) = ((moves * margins[c]) - meanSlope, moves - meanBias);
                    slopes += p[c] * s * s;
                    both += p[c] * s * b;
                    biases += p[c] * b * b;
                    if (c == label)
                    {
                        slope += s;
                        bias += b;
                    }
                }
            }

            var determinant = (slopes * biases) - (both * both);
            return (((biases * slope) - (both * bias)) / determinant, ((slopes * bias) - (both * slope)) / determinant);
        }

        static double Moves(Calibration at, float margin) => 1 / (1 + Math.Exp((at.Slope * margin) + at.Biases[0]));
    }
}
