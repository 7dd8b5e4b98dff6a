using Helpdesk.Classification;

namespace Helpdesk.Tests.Classification;

/// <summary>What margins are worth as probabilities, where each category was told from the rest alone.</summary>
public sealed class CalibrationTests
{
    const int Labels = 23;

    static readonly Recipe Rest = new(1f, Rest: true);

    [Fact]
    public void The_slope_and_the_bias_that_answers_came_by_are_found_again()
    {
        var truth = Calibration(3f, 0.5f);
        var (margins, labels) = Answers(truth, 6_000);

        var found = CalibrationFit.Of(margins, labels, Rest);

        Assert.True(found.Alone);
        Assert.InRange(found.Slope, 2.8f, 3.2f);
        Assert.Equal(Labels, found.Biases.Length);
        Assert.All(found.Biases, b => Assert.InRange(b, 0.2f, 0.8f));
        // No other pair near it makes the answers likelier.
        Assert.All([(0.02f, 0f), (-0.02f, 0f), (0f, 0.02f), (0f, -0.02f)], ((float Slope, float Bias) step) =>
            Assert.InRange(Likelihood(Calibration(found.Slope + step.Slope, found.Biases[0] + step.Bias)), double.NegativeInfinity, Likelihood(found)));

        double Likelihood(Calibration calibration) => margins.Zip(labels, (m, l) => Math.Log(calibration.Probabilities(m)[l])).Sum();
    }

    [Fact]
    public void The_best_margin_has_the_best_probability_also_of_a_rare_category()
    {
        var (margins, labels) = Answers(Calibration(4f, 1f), 500);
        // Hardly any mail is of the first category, whatever its margin says: a bias of its own would push it down.
        int[] rare = [.. labels.Select((l, i) => l == 0 && i % 50 != 0 ? 1 : l)];

        var found = CalibrationFit.Of(margins, rare, Rest);

        Assert.All(margins, m => Assert.Equal(Array.IndexOf(m, m.Max()), CrossValidation.Best(found.Probabilities(m))));
    }

    [Theory]
    [InlineData(1000f)]
    [InlineData(-1000f)]
    [InlineData(0f)]
    public void Probabilities_sum_to_one_at_either_end(float margin)
    {
        var p = Calibration(50f, -20f).Probabilities([margin, margin - 0.1f, margin]);

        Assert.Equal(1, p.Sum(), 3);
        Assert.Equal(p[0], p[2], 5);
        Assert.All(p, v => Assert.InRange(v, 0, 1));
    }

    static Calibration Calibration(float slope, float bias) => new(slope, [.. Enumerable.Repeat(bias, Labels)], Alone: true);

    /// <summary>Margins as telling one from the rest gives them, and labels drawn by what a calibration makes of them.</summary>
    static (float[][] Margins, int[] Labels) Answers(Calibration truth, int mails)
    {
        var chance = new Random(11);
        var (margins, labels) = (new float[mails][], new int[mails]);
        for (var i = 0; i < mails; i++)
        {
            margins[i] = [.. Enumerable.Range(0, Labels).Select(_ => -1f + (chance.NextSingle() * chance.NextSingle() * 2f))];
            var (p, at) = (truth.Probabilities(margins[i]), chance.NextSingle());
            while (labels[i] < Labels - 1 && (at -= p[labels[i]]) > 0)
            {
                labels[i]++;
            }
        }

        return (margins, labels);
    }
}
