namespace Helpdesk.Classification;

/// <summary>The known tokens of a mail with how often each stands in it, and how many tokens are not known.</summary>
/// <remarks>Not thread-safe: it keeps its scratch space between mails, so that reading a mail allocates nothing.</remarks>
sealed class MailTokens(Vocabulary vocabulary)
{
    static readonly int Blocks = Enum.GetValues<FeatureBlock>().Length;

    readonly KnownWords words = vocabulary.Words;
    readonly int[] unknown = new int[Blocks];

    /// <summary>How often each known word stands in the subject (below) and in the new text (above), and where those are that do.</summary>
    readonly int[] said = new int[vocabulary.Words.Count];
    int[] places = new int[512];
    int placeCount;

    /// <summary>How often each token stands there that is no word of subject or new text, nor a run of letters; and those that do, block behind block.</summary>
    readonly int[] counts = new int[vocabulary.Count];
    readonly int[] known = new int[Blocks];
    int[] tokens = new int[512];
    int tokenCount;

    readonly RunCounts runs = new(vocabulary.Runs.Length);

    /// <summary>Reads a mail; <see cref="Forget"/> the one before first.</summary>
    public void Read(MailInput mail)
    {
        var sink = new Sink(this);
        FeatureTokens.Of(mail, vocabulary.HasMarks, ref sink);
        foreach (var place in Said)
        {
            ref readonly var word = ref words[place];
            var (inSubject, inNew) = (InSubject(word), InNew(word));
            var times = inSubject + inNew;
            unknown[(int)FeatureBlock.Subject] += word.Subject < 0 ? inSubject : 0;
            unknown[(int)FeatureBlock.Words] += word.New < 0 ? inNew : 0;
            unknown[(int)FeatureBlock.Letters] += times * word.UnknownRuns;
            runs.Add(words.RunsOf(word), times);
        }
    }

    /// <summary>Makes room for the next mail.</summary>
    public void Forget()
    {
        foreach (var place in Said)
        {
            ref readonly var word = ref words[place];
            said[word.Number] = 0;
            runs.Forget(words.RunsOf(word));
        }

        runs.ForgetUneven();
        var all = counts;
        foreach (var token in tokens.AsSpan(0, tokenCount))
        {
            all[token] = 0;
        }

        (placeCount, tokenCount) = (0, 0);
        Array.Clear(unknown);
        Array.Clear(known);
    }

    /// <summary>The places of the known words of subject and new text, each once.</summary>
    public ReadOnlySpan<int> Said => places.AsSpan(0, placeCount);

    public int InSubject(in KnownWords.Word word) => said[word.Number] & 0xFFFF;

    public int InNew(in KnownWords.Word word) => said[word.Number] >>> 16;

    /// <summary>The other tokens of a block; ask for the blocks in their order, from <paramref name="start"/> 0 on.</summary>
    public ReadOnlySpan<int> Own(FeatureBlock block, ref int start)
    {
        var length = known[(int)block];
        start += length;
        return tokens.AsSpan(start - length, length);
    }

    /// <summary>How often one of <see cref="Own"/> stands in the mail.</summary>
    public int Times(int token) => counts[token];

    /// <summary>The runs of letters of subject and new text.</summary>
    public RunCounts Runs => runs;

    public int Unknown(FeatureBlock block) => unknown[(int)block];

    Vocabulary Vocabulary => vocabulary;

    void Add(FeatureBlock block, int token)
    {
        if (token < 0)
        {
            unknown[(int)block]++;
        }
        else if (counts[token]++ == 0)
        {
            if (tokenCount == tokens.Length)
            {
                Array.Resize(ref tokens, 2 * tokenCount);
            }

            tokens[tokenCount++] = token;
            known[(int)block]++;
        }
    }

    void Say(int place, int times)
    {
        ref var so = ref said[words[place].Number];
        if (so == 0)
        {
            if (placeCount == places.Length)
            {
                Array.Resize(ref places, 2 * placeCount);
            }

            places[placeCount++] = place;
        }

        so += times;
    }

    readonly struct Sink(MailTokens to) : ITokenSink
    {
        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            var place = to.words.Find(hash);
            ref readonly var found = ref to.words[place];
            if (found.Name == 0)
            {
                to.unknown[(int)block]++;
                if (letters)
                {
                    AddRuns(word);
                }

                return;
            }

            switch (block)
            {
                case FeatureBlock.Words:
                    to.Say(place, 1 << 16);
                    break;
                case FeatureBlock.Subject:
                    to.Say(place, 1);
                    break;
                default:
                    to.Add(block, block switch
                    {
                        FeatureBlock.Quoted => found.Quoted,
                        FeatureBlock.Closing => found.Closing,
                        _ => found.Attachment,
                    });
                    break;
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord)
        {
            if (to.Vocabulary.PairOf(TokenHash.In(block, first, second)) is var token and >= 0)
            {
                to.Add(block, token);
            }
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark) => to.Add(block, to.Vocabulary.IndexOf(TokenHash.In(block, TokenHash.Of(mark))));

        /// <summary>An unknown word's runs of letters, which other words may have.</summary>
        void AddRuns(ReadOnlySpan<char> word)
        {
            Span<char> buffer = stackalloc char[WordReader.Longest + 2];
            for (var letters = new LetterRuns(LetterRuns.Pad(word, buffer)); letters.Next();)
            {
                if (to.Vocabulary.RunOf(letters.Hash) is var run and >= 0)
                {
                    to.runs.AddStray(run);
                }
                else
                {
                    to.unknown[(int)FeatureBlock.Letters]++;
                }
            }
        }
    }
}
