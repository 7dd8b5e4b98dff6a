using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Finds a number by a 64-bit hash: an open-addressed table of eight bytes a place, never changed once filled.</summary>
/// <remarks>
/// A place keeps the upper half of the hash, and the lower half says where it is: with 10^5 keys some fifty of the 64 bits are
/// compared, and an unknown hash is taken for a known one once in some billions.
/// </remarks>
sealed class HashIndex
{
    readonly ulong[] places;
    readonly ulong mask;

    /// <param name="room">How many places there are at least for each key.</param>
    public HashIndex(IReadOnlyCollection<(ulong Key, int Number)> entries, int room = 2)
    {
        var size = 16;
        while (size < entries.Count * room)
        {
            size *= 2;
        }

        places = new ulong[size];
        mask = (ulong)size - 1;
        foreach (var (key, number) in entries)
        {
            var place = key & mask;
            while (places[place] != 0)
            {
                place = (place + 1) & mask;
            }

            places[place] = (key & ~(ulong)uint.MaxValue) | ((uint)number + 1);
        }
    }

    /// <summary>The key's number, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(ulong key)
    {
        var all = places;
        for (var place = key & mask; ; place = (place + 1) & mask)
        {
            var found = all[place];
            if (found == 0 || found >> 32 == key >> 32)
            {
                return (int)(uint)found - 1;
            }
        }
    }
}
