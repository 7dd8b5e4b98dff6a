using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Says of most hashes that are not among the given ones that they are not, from an eighth of the memory that finding out takes.</summary>
/// <remarks>Most pairs of words in a mail were never seen before.</remarks>
sealed class HashFilter
{
    /// <summary>Of sixteen bits a key one is set: one unknown hash in sixteen passes.</summary>
    const int BitsPerKey = 16;

    readonly ulong[] bits;
    readonly ulong mask;

    public HashFilter(IReadOnlyCollection<ulong> keys)
    {
        var size = 64;
        while (size < keys.Count * BitsPerKey)
        {
            size *= 2;
        }

        bits = new ulong[size / 64];
        mask = (ulong)size - 1;
        foreach (var key in keys)
        {
            bits[(key & mask) / 64] |= 1UL << (int)key;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayHave(ulong key) => (bits[(key & mask) / 64] >> (int)key & 1) != 0;
}
