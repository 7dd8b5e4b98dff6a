using System.Numerics;

namespace Helpdesk.Classification;

/// <summary>Turns a mail into numbers: for each known token (1 + log count) x rarity, each block scaled to its own weight; an unknown token counts 1 in the block's length.</summary>
/// <remarks>Not thread-safe; use one for each thread.</remarks>
sealed class Vectorizer(Vocabulary vocabulary)
{
    static readonly FeatureBlock[] Blocks = Enum.GetValues<FeatureBlock>();

    /// <summary>1 + log of the counts that occur; what is beyond is computed.</summary>
    static readonly float[] Damped = [0f, .. Enumerable.Range(1, 255).Select(n => 1f + MathF.Log(n))];

    readonly MailTokens tokens = new(vocabulary);

    /// <summary>The mail's tokens by number, ascending, with their values.</summary>
    public SparseVector Of(MailInput mail)
    {
        tokens.Read(mail);
        var places = new List<int>();
        var values = new List<float>();
        var start = 0;
        foreach (var block in Blocks)
        {
            var own = tokens.Own(block, ref start);
            var squares = 0f;
            foreach (var token in own)
            {
                places.Add(token);
                values.Add(Value(token));
                squares += values[^1] * values[^1];
            }

            var scale = Scale(block, squares);
            for (var i = values.Count - own.Length; i < values.Count; i++)
            {
                values[i] *= scale;
            }
        }

        int[] sorted = [.. places];
        float[] beside = [.. values];
        Array.Sort(sorted, beside);
        return new(sorted, beside);
    }

    /// <summary>Adds up the rows of the mail's tokens, two registers each, with their values: what <see cref="Of"/> and a multiplication would give, in one pass.</summary>
    public (Vector<float> First, Vector<float> Second) Sum(MailInput mail, Vector<float>[] rows)
    {
        tokens.Read(mail);
        var (first, second) = (Vector<float>.Zero, Vector<float>.Zero);
        var start = 0;
        foreach (var block in Blocks)
        {
            var (blockFirst, blockSecond, squares) = (Vector<float>.Zero, Vector<float>.Zero, 0f);
            foreach (var token in tokens.Own(block, ref start))
            {
                var value = Value(token);
                squares += value * value;
                var all = new Vector<float>(value);
                blockFirst += rows[2 * token] * all;
                blockSecond += rows[(2 * token) + 1] * all;
            }

            var scale = new Vector<float>(Scale(block, squares));
            first += blockFirst * scale;
            second += blockSecond * scale;
        }

        return (first, second);
    }

    /// <summary>The token's value before its block is scaled; forgets how often it stood there.</summary>
    float Value(int token)
    {
        var times = tokens.Take(token);
        return (times < Damped.Length ? Damped[times] : 1f + MathF.Log(times)) * vocabulary.Rarities[token];
    }

    float Scale(FeatureBlock block, float squares)
    {
        var length = squares + (Recipe.Thins(block) ? tokens.Unknown(block) : 0);
        return length == 0 ? 0 : Recipe.Weight(block) / MathF.Sqrt(length);
    }
}
