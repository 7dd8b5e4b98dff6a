using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Helpdesk.Classification;

/// <summary>A model ready to answer: the tokens it knows, their weights, and what its margins are worth.</summary>
/// <remarks>Scores by adding up the weights of a mail's tokens: exact, and safe for many threads at once (a prediction engine is not: dotnet/machinelearning #421).</remarks>
sealed class TrainedModel(string version, IReadOnlyList<string> labels, Vocabulary vocabulary, Recipe recipe, float[] weights, float[] biases, Calibration calibration)
{
    readonly ConcurrentBag<Vectorizer> idle = [];

    /// <summary>Each token's weights padded to whole registers.</summary>
    readonly Vector<float>[] rows = Rows(weights, labels.Count);

    readonly int registers = Registers(labels.Count);

    /// <summary>Names the weights: the first 12 digits of their hash.</summary>
    public string Version => version;

    /// <summary>The categories by name, in the order of every score.</summary>
    public IReadOnlyList<string> Labels => labels;

    public Vocabulary Vocabulary => vocabulary;

    public Calibration Calibration => calibration;

    /// <summary>One probability for each label, in the order of <see cref="Labels"/>; they sum to 1.</summary>
    public float[] Scores(MailInput mail) => calibration.Probabilities(Margins(mail));

    /// <summary>The linear model's raw sums, one for each label.</summary>
    public float[] Margins(MailInput mail)
    {
        var vectorizer = idle.TryTake(out var rested) ? rested : new(vocabulary, recipe);
        vectorizer.Read(mail);
        Span<Vector<float>> sums = stackalloc Vector<float>[registers];
        var tokens = vectorizer.Tokens;
        var values = vectorizer.Values;
        for (var i = 0; i < tokens.Length; i++)
        {
            var row = rows.AsSpan(tokens[i] * registers, registers);
            var value = new Vector<float>(values[i]);
            for (var r = 0; r < row.Length; r++)
            {
                sums[r] += row[r] * value;
            }
        }

        idle.Add(vectorizer);
        var margins = (float[])biases.Clone();
        var all = MemoryMarshal.Cast<Vector<float>, float>(sums);
        for (var label = 0; label < margins.Length; label++)
        {
            margins[label] += all[label];
        }

        return margins;
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
