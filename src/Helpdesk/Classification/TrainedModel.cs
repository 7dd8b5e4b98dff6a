using System.Collections.Concurrent;

namespace Helpdesk.Classification;

/// <summary>A model ready to answer: the tokens it knows, their weights, and what its margins are worth.</summary>
/// <remarks>Scores by adding up the weights of a mail's tokens: exact, and safe for many threads at once (a prediction engine is not: dotnet/machinelearning #421).</remarks>
sealed class TrainedModel(string version, IReadOnlyList<string> labels, Vocabulary vocabulary, float[] weights, float[] biases, Calibration calibration)
{
    readonly ConcurrentBag<Vectorizer> idle = [];

    /// <summary>Names the weights: the first 12 digits of their hash.</summary>
    public string Version => version;

    /// <summary>The categories by name, in the order of every score.</summary>
    public IReadOnlyList<string> Labels => labels;

    public Vocabulary Vocabulary => vocabulary;

    public float[] Weights => weights;

    public Calibration Calibration => calibration;

    /// <summary>One probability for each label, in the order of <see cref="Labels"/>; they sum to 1.</summary>
    public float[] Scores(MailInput mail) => calibration.Probabilities(Margins(mail));

    /// <summary>The linear model's raw sums, one for each label.</summary>
    public float[] Margins(MailInput mail)
    {
        var vectorizer = idle.TryTake(out var rested) ? rested : new(vocabulary);
        var vector = vectorizer.Of(mail);
        idle.Add(vectorizer);
        var margins = (float[])biases.Clone();
        for (var i = 0; i < vector.Places.Length; i++)
        {
            var row = weights.AsSpan(vector.Places[i] * labels.Count, labels.Count);
            for (var label = 0; label < row.Length; label++)
            {
                margins[label] += row[label] * vector.Values[i];
            }
        }

        return margins;
    }
}
