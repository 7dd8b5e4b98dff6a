using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Runs of letters that stand in the same known words: where one of a bundle stands all do, so one count and one row of weights serves them all.</summary>
/// <remarks>A third of the counting falls away so: the runs of one word alone need no count beside the word's own.</remarks>
sealed class RunBundles
{
    readonly int[] bundles;
    readonly int[] firsts;
    readonly int[] bundleOf;

    public RunBundles(KnownWords words, int runs)
    {
        // Each run's mark is the sum of the marks of its words: the same words, each as often, the same mark.
        var (marks, places) = (new ulong[runs], new int[runs]);
        for (var word = 0; word < words.Count; word++)
        {
            foreach (var run in words.RunsOf(words[word]))
            {
                marks[run] += TokenHash.In(FeatureBlock.Letters, (ulong)word);
                places[run]++;
            }
        }

        var numbers = new Dictionary<ulong, int>();
        bundleOf = new int[runs];
        firsts = new int[words.Count + 1];
        var listed = new List<int>();
        var seen = new Dictionary<int, int>();
        for (var word = 0; word < words.Count; word++)
        {
            seen.Clear();
            foreach (var run in words.RunsOf(words[word]))
            {
                if (places[run] == 1)
                {
                    bundleOf[run] = ~word;
                    continue;
                }

                if (!numbers.TryGetValue(marks[run], out var number))
                {
                    numbers.Add(marks[run], number = numbers.Count + 1);
                }

                bundleOf[run] = number;
                // A bundle whose runs stand twice in the word stands there twice itself; each of its runs tells so.
                if (!seen.TryGetValue(number, out var teller) || teller == run)
                {
                    seen[number] = run;
                    listed.Add(number);
                }
            }

            firsts[word + 1] = listed.Count;
        }

        (bundles, Count) = ([.. listed], numbers.Count + 1);
    }

    /// <summary>One more than there are: they are numbered from 1 on.</summary>
    public int Count { get; }

    /// <summary>The bundles of a word that other words have too, each as often as its runs stand in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Of(int word) => bundles.AsSpan(firsts[word]..firsts[word + 1]);

    /// <summary>The bundle of a run; below 0 for one of a single word, <c>~word</c>; 0 for one of no known word.</summary>
    public int OfRun(int run) => bundleOf[run];
}
