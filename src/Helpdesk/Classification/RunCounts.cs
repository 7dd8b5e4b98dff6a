using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>How often each run of letters stands in a mail, and which do not stand just once in just one known word: most do.</summary>
sealed class RunCounts(int runs)
{
    /// <summary>The lower bits say how often a run stands there, the upper in how many places of the known words, each word taken once.</summary>
    const int TimesBits = 16;

    const int OnceInAWord = 1 + (1 << TimesBits);

    readonly int[] counts = new int[runs];
    int[] uneven = new int[2048];
    int unevenCount;
    int strays;

    /// <summary>The runs that do not stand just once in just one known word.</summary>
    public ReadOnlySpan<int> Uneven => uneven.AsSpan(0, unevenCount);

    /// <summary>Those of <see cref="Uneven"/> that stand in unknown words.</summary>
    public ReadOnlySpan<int> Strays => uneven.AsSpan(0, strays);

    /// <summary>How often the run stands in the mail.</summary>
    public int Times(int run) => counts[run] & ((1 << TimesBits) - 1);

    /// <summary>In how many places of the known words the run stands, each word taken once.</summary>
    public int Places(int run) => counts[run] >>> TimesBits;

    /// <summary>Counts the runs of a known word said so many times; the unknown words come before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<int> word, int times)
    {
        if (unevenCount + word.Length > uneven.Length)
        {
            Array.Resize(ref uneven, 2 * (unevenCount + word.Length));
        }

        // In locals: through the fields each step would wait for the one before to be written.
        var (all, list, length) = (counts, uneven, unevenCount);
        var more = times + (1 << TimesBits);
        foreach (var run in word)
        {
            var before = all[run];
            all[run] = before + more;
            // Without a branch that nobody can foretell: the place is written always, and kept when the run has just become uneven.
            list[length] = run;
            length += before == OnceInAWord | (before == 0 & times != 1) ? 1 : 0;
        }

        unevenCount = length;
    }

    /// <summary>Counts a run of an unknown word.</summary>
    public void AddStray(int run)
    {
        if (counts[run]++ == 0)
        {
            if (unevenCount == uneven.Length)
            {
                Array.Resize(ref uneven, 2 * unevenCount);
            }

            uneven[unevenCount++] = run;
            strays = unevenCount;
        }
    }

    /// <summary>Forgets a known word's runs.</summary>
    public void Forget(ReadOnlySpan<int> word)
    {
        var all = counts;
        foreach (var run in word)
        {
            all[run] = 0;
        }
    }

    /// <summary>Forgets the runs of unknown words, and which are uneven.</summary>
    public void ForgetUneven()
    {
        Forget(Uneven);
        (unevenCount, strays) = (0, 0);
    }
}
