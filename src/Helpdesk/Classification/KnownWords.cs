namespace Helpdesk.Classification;

/// <summary>The words of a vocabulary with everything a mail's word leads to, looked up once and not a dozen times.</summary>
sealed class KnownWords
{
    /// <summary>A quarter full: most words are where they are looked for first.</summary>
    const int Room = 4;

    readonly HashIndex numbers;
    readonly Word[] words;
    readonly int[] runs;

    /// <summary>A word's token in each block (-1 where it has none), and its runs of letters, in order.</summary>
    public readonly record struct Word(int Subject, int New, int Quoted, int Closing, int Attachment, int FirstRun, short Runs, short UnknownRuns);

    /// <param name="token">The token of a hash, or -1.</param>
    /// <param name="run">The number of a run of letters by its hash, or -1.</param>
    /// <param name="allRuns">How many runs of letters there are.</param>
    public KnownWords(IEnumerable<string> known, Func<ulong, int> token, Func<ulong, int> run, int allRuns)
    {
        var texts = known.Distinct(StringComparer.Ordinal).ToList();
        numbers = new([.. texts.Select((text, i) => (TokenHash.Of(text), i))], Room);
        words = new Word[texts.Count];
        var runsOfAll = new List<int>();
        Span<char> buffer = stackalloc char[WordReader.Longest + 2];
        foreach (var (i, text) in texts.Index())
        {
            var (hash, first, unknown) = (TokenHash.Of(text), runsOfAll.Count, 0);
            for (var letters = new LetterRuns(LetterRuns.Pad(text, buffer)); letters.Next();)
            {
                if (run(letters.Hash) is var number and >= 0)
                {
                    runsOfAll.Add(number);
                }
                else
                {
                    unknown++;
                }
            }

            words[i] = new(In(FeatureBlock.Subject), In(FeatureBlock.Words), In(FeatureBlock.Quoted), In(FeatureBlock.Closing), In(FeatureBlock.Attachments), first, (short)(runsOfAll.Count - first), (short)unknown);
            int In(FeatureBlock block) => token(TokenHash.In(block, hash));
        }

        runs = [.. runsOfAll];
        Bundles = new(this, allRuns);
    }

    public int Count => words.Length;

    /// <summary>Which runs of letters always come together.</summary>
    public RunBundles Bundles { get; }

    /// <summary>The word's number, or -1.</summary>
    public int Find(ulong hash) => numbers.Of(hash);

    public ref readonly Word this[int number] => ref words[number];

    /// <summary>The numbers of the word's known runs of letters.</summary>
    public ReadOnlySpan<int> RunsOf(in Word word) => runs.AsSpan(word.FirstRun, word.Runs);
}
