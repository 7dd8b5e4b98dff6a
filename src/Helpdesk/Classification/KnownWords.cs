namespace Helpdesk.Classification;

/// <summary>The words of a vocabulary with everything a mail's word leads to, looked up once and not a dozen times.</summary>
sealed class KnownWords
{
    readonly HashIndex index;
    readonly Word[] words;
    readonly int[] runs;

    /// <summary>A word's token in each block, -1 where it has none, and its known runs of letters.</summary>
    public readonly record struct Word(int Subject, int New, int Quoted, int Closing, int Attachment, int FirstRun, int Runs, int UnknownRuns)
    {
        public int In(FeatureBlock block) => block switch
        {
            FeatureBlock.Subject => Subject,
            FeatureBlock.Words => New,
            FeatureBlock.Quoted => Quoted,
            FeatureBlock.Closing => Closing,
            FeatureBlock.Attachments => Attachment,
            FeatureBlock.Letters or FeatureBlock.Envelope or FeatureBlock.Sender or FeatureBlock.Thread or FeatureBlock.Answer => -1,
        };
    }

    public KnownWords(IEnumerable<string> known, Func<ulong, int> token)
    {
        var texts = known.Distinct(StringComparer.Ordinal).ToList();
        var hashes = texts.ConvertAll(t => TokenHash.Of(t));
        var allRuns = new List<int>();
        Span<char> buffer = stackalloc char[WordReader.Longest + 2];
        words = new Word[texts.Count];
        for (var i = 0; i < words.Length; i++)
        {
            var first = allRuns.Count;
            var unknown = 0;
            for (var run = new LetterRuns(LetterRuns.Pad(texts[i], buffer)); run.Next();)
            {
                if (token(run.Hash) is var number and >= 0)
                {
                    allRuns.Add(number);
                }
                else
                {
                    unknown++;
                }
            }

            words[i] = new(In(FeatureBlock.Subject), In(FeatureBlock.Words), In(FeatureBlock.Quoted), In(FeatureBlock.Closing), In(FeatureBlock.Attachments), first, allRuns.Count - first, unknown);
            int In(FeatureBlock block) => token(TokenHash.In(block, hashes[i]));
        }

        index = new(hashes);
        runs = [.. allRuns];
    }

    public int Count => words.Length;

    /// <summary>The word's place, or -1.</summary>
    public int Find(ulong hash) => index.Of(hash);

    public ref readonly Word this[int place] => ref words[place];

    /// <summary>The tokens of the word's known runs of letters.</summary>
    public ReadOnlySpan<int> RunsOf(in Word word) => runs.AsSpan(word.FirstRun, word.Runs);
}
