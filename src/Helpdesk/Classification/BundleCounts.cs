using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helpdesk.Classification;

/// <summary>How often each bundle of runs of letters stands in a mail's known words, and which do not stand just once in just one word: most do.</summary>
sealed class BundleCounts(RunBundles bundles)
{
    /// <summary>The lower bits say how often a bundle stands there, the upper in how many places of the known words, each word taken once.</summary>
    const int TimesBits = 16;

    const int OnceInAWord = 1 + (1 << TimesBits);

    readonly int[] counts = new int[bundles.Count];
    int[] uneven = new int[2048];
    int unevenCount;

    /// <summary>The bundles that do not stand just once in just one known word.</summary>
    public ReadOnlySpan<int> Uneven => uneven.AsSpan(0, unevenCount);

    /// <summary>How often the bundle stands in the mail's known words.</summary>
    public int Times(int bundle) => counts[bundle] & ((1 << TimesBits) - 1);

    /// <summary>In how many places of the known words the bundle stands, each word taken once.</summary>
    public int Places(int bundle) => counts[bundle] >>> TimesBits;

    /// <summary>Counts the bundles of a known word said so many times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int word, int times)
    {
        var own = bundles.Of(word);
        if (unevenCount + own.Length > uneven.Length)
        {
            Array.Resize(ref uneven, 2 * (unevenCount + own.Length));
        }

        // In locals and without looking whether a place exists: a bundle's number is a place of counts by making, and there is room.
        ref var all = ref MemoryMarshal.GetArrayDataReference(counts);
        ref var list = ref MemoryMarshal.GetArrayDataReference(uneven);
        var length = unevenCount;
        var more = times + (1 << TimesBits);
        foreach (var bundle in own)
        {
            ref var count = ref Unsafe.Add(ref all, bundle);
            var before = count;
            count = before + more;
            // Without a branch that nobody can foretell: the place is written always, and kept when the bundle has just become uneven.
            Unsafe.Add(ref list, length) = bundle;
            length += before == OnceInAWord | (before == 0 & times != 1) ? 1 : 0;
        }

        unevenCount = length;
    }

    /// <summary>Forgets a known word's bundles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forget(int word)
    {
        ref var all = ref MemoryMarshal.GetArrayDataReference(counts);
        foreach (var bundle in bundles.Of(word))
        {
            Unsafe.Add(ref all, bundle) = 0;
        }
    }

    /// <summary>Forgets which bundles are uneven.</summary>
    public void ForgetUneven() => unevenCount = 0;
}
