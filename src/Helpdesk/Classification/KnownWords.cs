using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>The words of a vocabulary with everything a mail's word leads to, looked up once and not a dozen times.</summary>
sealed class KnownWords
{
    /// <summary>Open-addressed by the words' hashes.</summary>
    readonly Word[] places;
    readonly ulong mask;
    readonly int[] runs;

    /// <summary>A word, its token in each block (-1 where it has none), and its known runs of letters.</summary>
    /// <param name="Name">Its number among the known words, from 1 on; 0 is no word.</param>
    public readonly record struct Word(ulong Hash, int Name, int Subject, int New, int Quoted, int Closing, int Attachment, int FirstRun, short Runs, short UnknownRuns)
    {
        public int Number => Name - 1;
    }

    /// <param name="token">The token of a hash, or -1.</param>
    /// <param name="run">The number of a run of letters by its hash, or -1.</param>
    public KnownWords(IEnumerable<string> known, Func<ulong, int> token, Func<ulong, int> run)
    {
        var texts = known.Distinct(StringComparer.Ordinal).ToList();
        var size = 16;
        // A quarter full: most words are where they are looked for first.
        while (size < texts.Count * 4)
        {
            size *= 2;
        }

        (Count, places, mask) = (texts.Count, new Word[size], (ulong)size - 1);
        var allRuns = new List<int>();
        Span<char> buffer = stackalloc char[WordReader.Longest + 2];
        foreach (var (i, text) in texts.Index())
        {
            var (hash, first, unknown) = (TokenHash.Of(text), allRuns.Count, 0);
            for (var letters = new LetterRuns(LetterRuns.Pad(text, buffer)); letters.Next();)
            {
                if (run(letters.Hash) is var number and >= 0)
                {
                    allRuns.Add(number);
                }
                else
                {
                    unknown++;
                }
            }

            places[Find(hash)] = new(hash, i + 1, In(FeatureBlock.Subject), In(FeatureBlock.Words), In(FeatureBlock.Quoted), In(FeatureBlock.Closing), In(FeatureBlock.Attachments), first, (short)(allRuns.Count - first), (short)unknown);
            int In(FeatureBlock block) => token(TokenHash.In(block, hash));
        }

        runs = [.. allRuns];
    }

    public int Count { get; }

    /// <summary>All of them, each at its place; those between are no words.</summary>
    public ReadOnlySpan<Word> Places => places;

    /// <summary>The word's place, or one that has no word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong hash)
    {
        var (all, place) = (places, hash & mask);
        while (all[place].Name != 0 && all[place].Hash != hash)
        {
            place = (place + 1) & mask;
        }

        return (int)place;
    }

    public ref readonly Word this[int place] => ref places[place];

    /// <summary>The numbers of the word's known runs of letters.</summary>
    public ReadOnlySpan<int> RunsOf(in Word word) => runs.AsSpan(word.FirstRun, word.Runs);
}
