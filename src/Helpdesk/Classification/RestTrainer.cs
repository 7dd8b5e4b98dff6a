using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Helpdesk.Classification;

/// <summary>Fits one weight for each token and category, each category on its own against all the rest: a linear model with squared hinge loss, by dual coordinate descent.</summary>
/// <remarks>
/// Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM", 2008. ML.NET has no such
/// trainer that goes over all categories at once; this one does, sixteen in a register, and so takes a fifteenth of SDCA's time with 57 of them.
/// One thread and a seed: the same mails in the same order give the same weights.
/// </remarks>
static class RestTrainer
{
    /// <summary>Most fits stand still after a dozen.</summary>
    const int MostPasses = 30;

    /// <summary>How far from its best a mail may still be: less moves no printed digit of a score.</summary>
    const float Tolerance = 0.05f;

    const int Lanes = 16;

    /// <summary>Fits to labels numbered from 0; a rare label's mails weigh more, as far as the recipe lifts them.</summary>
    /// <param name="given">The mails.</param>
    /// <param name="blocks">Each token's.</param>
    public static Fitted Fit(IReadOnlyList<Example> given, int labels, FeatureBlock[] blocks, Recipe recipe)
    {
        float[] sizes = [.. blocks.Select(b => b == FeatureBlock.Letters ? recipe.Letters : 1f)];
        List<Example> examples = [.. given.Select(e => e with { Vector = new(e.Vector.Places, [.. e.Vector.Values.Select((v, k) => v * sizes[e.Vector.Places[k]])]) })];
        var tokens = blocks.Length;
        var registers = (labels + Lanes - 1) / Lanes;
        var weights = new Vector512<float>[(tokens + 1) * registers];
        var duals = new Vector512<float>[examples.Count * registers];
        var (worths, order) = (Worths(examples, labels, recipe.Lift), Enumerable.Range(0, examples.Count).ToArray());
        float[] squares = [.. examples.Select(e => e.Vector.Values.Sum(v => v * v) + 1f)];
        float[] softness = [.. examples.Select(e => recipe.Regularization / (2 * e.Weight * worths[e.Label]))];
        var (margins, lanes) = (new Vector512<float>[registers], LaneNumbers(registers));
        var chance = new Random(LinearTrainer.Seed);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            chance.Shuffle(order);
            var worst = Vector512<float>.Zero;
            foreach (var i in order)
            {
                weights.AsSpan(tokens * registers, registers).CopyTo(margins);
                AddTo(margins, examples[i].Vector, weights);
                var any = false;
                for (var r = 0; r < registers; r++)
                {
                    var sign = Vector512.ConditionalSelect(Vector512.Equals(lanes[r], Vector512.Create((float)examples[i].Label)), Vector512<float>.One, -Vector512<float>.One);
                    ref var dual = ref duals[(i * registers) + r];
                    var slope = (sign * margins[r]) - Vector512<float>.One + (dual * Vector512.Create(softness[i]));
                    var moves = (Vector512.GreaterThan(dual, Vector512<float>.Zero) | Vector512.LessThan(slope, Vector512<float>.Zero)) & Vector512.LessThan(lanes[r], Vector512.Create((float)labels));
                    worst = Vector512.Max(worst, Vector512.Abs(slope) & moves);
                    var better = Vector512.ConditionalSelect(moves, Vector512.Max(Vector512<float>.Zero, dual - (slope / Vector512.Create(squares[i] + softness[i]))), dual);
                    margins[r] = (better - dual) * sign;
                    dual = better;
                    any |= margins[r] != Vector512<float>.Zero;
                }

                if (any)
                {
                    Move(weights, examples[i].Vector, margins);
                    Step(weights.AsSpan(tokens * registers, registers), margins, 1f);
                }
            }

            if (Vector512.LessThanAll(worst, Vector512.Create(Tolerance)))
            {
                break;
            }
        }

        return Of(weights, labels, sizes, registers);
    }

    /// <summary>What a mail of each label weighs; all together as much as by the square root of their rarity, so that the recipe's regularization means the same.</summary>
    static float[] Worths(IReadOnlyList<Example> examples, int labels, float lift)
    {
        var sizes = new float[labels];
        foreach (var example in examples)
        {
            sizes[example.Label] += example.Weight;
        }

        // A label that no mail of these has weighs nothing.
        float[] rarities = [.. sizes.Select(s => s == 0 ? 0 : sizes.Sum() / labels / s)];
        var even = sizes.Zip(rarities, (s, r) => s * MathF.Sqrt(r)).Sum() / sizes.Zip(rarities, (s, r) => s * MathF.Pow(r, lift)).Sum();
        return [.. rarities.Select(r => even * MathF.Pow(r, lift))];
    }

    static Vector512<float>[] LaneNumbers(int registers) =>
        [.. Enumerable.Range(0, registers).Select(r => Vector512.Create<float>([.. Enumerable.Range(r * Lanes, Lanes).Select(lane => (float)lane)]))];

    static void AddTo(Vector512<float>[] margins, SparseVector vector, Vector512<float>[] weights)
    {
        for (var k = 0; k < vector.Places.Length; k++)
        {
            var value = Vector512.Create(vector.Values[k]);
            var row = weights.AsSpan(vector.Places[k] * margins.Length, margins.Length);
            for (var r = 0; r < row.Length; r++)
            {
                margins[r] += row[r] * value;
            }
        }
    }

    static void Move(Vector512<float>[] weights, SparseVector vector, Vector512<float>[] by)
    {
        for (var k = 0; k < vector.Places.Length; k++)
        {
            Step(weights.AsSpan(vector.Places[k] * by.Length, by.Length), by, vector.Values[k]);
        }
    }

    static void Step(Span<Vector512<float>> row, Vector512<float>[] by, float times)
    {
        var value = Vector512.Create(times);
        for (var r = 0; r < row.Length; r++)
        {
            row[r] += by[r] * value;
        }
    }

    /// <summary>A token that was shown smaller than it is has its weight by as much smaller: whoever answers need not know.</summary>
    static Fitted Of(Vector512<float>[] rows, int labels, float[] sizes, int registers)
    {
        var tokens = sizes.Length;
        var all = MemoryMarshal.Cast<Vector512<float>, float>(rows.AsSpan());
        var weights = new float[tokens * labels];
        for (var token = 0; token < tokens; token++)
        {
            for (var label = 0; label < labels; label++)
            {
                weights[(token * labels) + label] = all[(token * registers * Lanes) + label] * sizes[token];
            }
        }

        var biases = all.Slice(tokens * registers * Lanes, labels).ToArray();
        return new(weights, biases, path => WeightsFile.Write(path, weights, biases));
    }
}
