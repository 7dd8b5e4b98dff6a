using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Pairs of words that may be known, by hash, until their block ends: looked up one after the other, none waits for memory alone.</summary>
sealed class PairQueue(Vocabulary vocabulary)
{
    ulong[] pairs = new ulong[512];
    int count;

    public ReadOnlySpan<ulong> Held => pairs.AsSpan(0, count);

    /// <summary>Holds the pair unless it is surely not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(ulong pair)
    {
        if (count == pairs.Length)
        {
            Array.Resize(ref pairs, 2 * count);
        }

        // Without a branch that nobody can foretell: written always, and kept when it may be known.
        pairs[count] = pair;
        count += vocabulary.MayHavePair(pair) ? 1 : 0;
    }

    public void Forget() => count = 0;
}
