using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Helpdesk.Classification;

/// <summary>A model ready to answer: the tokens it knows, their weights, what its margins are worth, and from when on it is believed.</summary>
/// <remarks>Scores by adding up the weights of a mail's tokens: exact, and safe for many threads at once (a prediction engine is not: dotnet/machinelearning #421).</remarks>
sealed class TrainedModel(string version, IReadOnlyList<string> labels, Vocabulary vocabulary, float[] weights, float[] biases, Calibration calibration, IReadOnlyList<float> thresholds)
{
    readonly ConcurrentBag<Vectorizer> idle = [];
    readonly int registers = Registers(labels.Count);

    /// <summary>Each token's weights, padded to whole registers.</summary>
    readonly Vector<float>[] rows = Rows(weights, labels.Count);

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
        var vectorizer = idle.TryTake(out var rested) ? rested : new(vocabulary);
        Span<Vector<float>> sums = stackalloc Vector<float>[registers];
        if (registers == 2)
        {
            // The report's eleven categories fill two registers of eight: the sums never leave them.
            (sums[0], sums[1]) = vectorizer.Sum(mail, rows);
        }
        else
        {
            Add(vectorizer.Of(mail), sums);
        }

        idle.Add(vectorizer);
        var margins = new float[labels.Count];
        var all = MemoryMarshal.Cast<Vector<float>, float>(sums);
        for (var label = 0; label < margins.Length; label++)
        {
            margins[label] = biases[label] + all[label];
        }

        return margins;
    }

    void Add(SparseVector vector, Span<Vector<float>> sums)
    {
        for (var i = 0; i < vector.Places.Length; i++)
        {
            var row = rows.AsSpan(vector.Places[i] * registers, registers);
            var value = new Vector<float>(vector.Values[i]);
            for (var r = 0; r < row.Length; r++)
            {
                sums[r] += row[r] * value;
            }
        }
    }

    static int Registers(int labels) => (labels + Vector<float>.Count - 1) / Vector<float>.Count;

    static Vector<float>[] Rows(float[] weights, int labels)
    {
        var registers = Registers(labels);
        var rows = new Vector<float>[weights.Length / labels * registers];
        var padded = MemoryMarshal.Cast<Vector<float>, float>(rows.AsSpan());
        var stride = registers * Vector<float>.Count;
        for (var token = 0; token < weights.Length / labels; token++)
        {
            weights.AsSpan(token * labels, labels).CopyTo(padded[(token * stride)..]);
        }

        return rows;
    }
}
