using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Helpdesk.Classification;

/// <summary>The weights of the tokens as service adds them up: a row of whole registers each, already times the token's rarity, with the rarity's square behind the last label.</summary>
/// <remarks>
/// One pass over the rows so gives the sums of the labels and the block's length. A known word has beside its own row the sum
/// of the rows of its runs of letters: most runs stand once in a mail, and one row then does for a dozen.
/// </remarks>
sealed class WeightRows
{
    /// <summary>Floats in a register, and in a cache line.</summary>
    const int Lanes = 16;

    readonly float[] tokens;
    readonly float[] words;
    readonly int firstToken;
    readonly int firstWord;
    readonly float[] single;
    readonly int firstSingle;
    readonly float[] bundles;
    readonly int firstBundle;

    public WeightRows(Vocabulary vocabulary, float[] weights, int labels)
    {
        Labels = labels;
        Registers = (labels + Lanes) / Lanes;
        SquareLane = Vector512.Equals(Vector512.Create<float>([.. Enumerable.Range(0, Lanes).Select(lane => (float)lane)]), Vector512.Create((float)(labels % Lanes)));
        var stride = Registers * Lanes;
        (tokens, firstToken) = Aligned(vocabulary.Count * stride);
        for (var token = 0; token < vocabulary.Count; token++)
        {
            var row = tokens.AsSpan(firstToken + (token * stride), stride);
            var rarity = vocabulary.Rarities[token];
            for (var label = 0; label < labels; label++)
            {
                row[label] = weights[(token * labels) + label] * rarity;
            }

            row[labels] = rarity * rarity;
        }

        (words, firstWord) = Aligned(vocabulary.Words.Count * 2 * stride);
        (single, firstSingle) = Aligned(vocabulary.Words.Count * stride);
        (bundles, firstBundle) = Aligned(vocabulary.Words.Bundles.Count * stride);
        FillWords(vocabulary);
        FillBundles(vocabulary);
    }

    void FillWords(Vocabulary vocabulary)
    {
        var rows = Of(words, firstWord);
        var own = Of(single, firstSingle);
        for (var number = 0; number < vocabulary.Words.Count; number++)
        {
            ref readonly var word = ref vocabulary.Words[number];
            if (word.New >= 0)
            {
                Tokens.Slice(word.New * Registers, Registers).CopyTo(rows[(number * 2 * Registers)..]);
            }

            foreach (var run in vocabulary.Words.RunsOf(word))
            {
                for (var r = 0; r < Registers; r++)
                {
                    var weights = Tokens[(vocabulary.Runs[run] * Registers) + r];
                    rows[(((number * 2) + 1) * Registers) + r] += weights;
                    if (vocabulary.Words.Bundles.OfRun(run) < 0)
                    {
                        own[(number * Registers) + r] += weights;
                    }
                }
            }
        }
    }

    void FillBundles(Vocabulary vocabulary)
    {
        var rows = Of(bundles, firstBundle);
        for (var run = 0; run < vocabulary.Runs.Length; run++)
        {
            if (vocabulary.Words.Bundles.OfRun(run) is var bundle and > 0)
            {
                for (var r = 0; r < Registers; r++)
                {
                    rows[(bundle * Registers) + r] += Tokens[(vocabulary.Runs[run] * Registers) + r];
                }
            }
        }
    }

    public int Labels { get; }

    /// <summary>How many registers a row fills.</summary>
    public int Registers { get; }

    /// <summary>All bits set in the lane of the last register where the squares are.</summary>
    public Vector512<float> SquareLane { get; }

    /// <summary>A row for each token.</summary>
    public ReadOnlySpan<Vector512<float>> Tokens => Of(tokens, firstToken);

    /// <summary>Two rows for each known word: its own in the new text (zero where it has none), and that of its runs of letters.</summary>
    public ReadOnlySpan<Vector512<float>> Words => Of(words, firstWord);

    /// <summary>A row for each known word: that of the runs of letters which no other word has.</summary>
    public ReadOnlySpan<Vector512<float>> Single => Of(single, firstSingle);

    /// <summary>A row for each bundle: that of its runs of letters.</summary>
    public ReadOnlySpan<Vector512<float>> Bundles => Of(bundles, firstBundle);

    static Span<Vector512<float>> Of(float[] memory, int first) => MemoryMarshal.Cast<float, Vector512<float>>(memory.AsSpan(first));

    /// <summary>Memory that stays where it is, from a cache line's start on: a row across two lines would cost two fetches.</summary>
    static (float[] Memory, int First) Aligned(int length)
    {
        var memory = GC.AllocateArray<float>(length + Lanes - 1, pinned: true);
        var beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) % (Lanes * sizeof(float))) / sizeof(float);
        return (memory, beyond == 0 ? 0 : Lanes - beyond);
    }
}
