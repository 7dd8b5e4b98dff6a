using System.Collections.Concurrent;

namespace Helpdesk.Classification;

/// <summary>A model ready to answer: the tokens it knows, their weights, what its margins are worth, and from when on it is believed.</summary>
/// <remarks>Scores by adding up the weights of a mail's tokens: exact, and safe for many threads at once (a prediction engine is not: dotnet/machinelearning #421).</remarks>
sealed class TrainedModel(string version, IReadOnlyList<string> labels, Vocabulary vocabulary, float[] weights, float[] biases, Calibration calibration, IReadOnlyList<float> thresholds)
{
    readonly ConcurrentBag<MailSum> idle = [];
    readonly WeightRows rows = new(vocabulary, weights, labels.Count);

    /// <summary>Names the model: the first 12 digits of the hash of all that decides its answers.</summary>
    public string Version => version;

    /// <summary>The categories by name, in the order of every score.</summary>
    public IReadOnlyList<string> Labels => labels;

    public Vocabulary Vocabulary => vocabulary;

    public Calibration Calibration => calibration;

    /// <summary>The least confidence at which a guess of each label is counted unseen; empty before <c>train</c> has chosen them.</summary>
    public IReadOnlyList<float> Thresholds => thresholds;

    /// <summary>What a token adds to a label's margin for each unit of its value.</summary>
    public float Weight(int token, int label) => weights[(token * labels.Count) + label];

    public float Bias(int label) => biases[label];

    /// <summary>One probability for each label, in the order of <see cref="Labels"/>; they sum to 1.</summary>
    public float[] Scores(MailInput mail)
    {
        var scores = Margins(mail);
        calibration.Turn(scores);
        return scores;
    }

    /// <summary>The linear model's raw sums, one for each label.</summary>
    public float[] Margins(MailInput mail)
    {
        var sum = idle.TryTake(out var rested) ? rested : new(vocabulary, rows);
        var margins = biases.ToArray();
        sum.AddTo(margins, mail);
        idle.Add(sum);
        return margins;
    }
}
