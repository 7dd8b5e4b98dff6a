namespace Helpdesk.Classification;

/// <summary>The known tokens of a mail with how often each stands in it, and how many tokens are not known.</summary>
/// <remarks>Not thread-safe: it keeps its scratch space between mails, so that reading a mail allocates nothing.</remarks>
sealed class MailTokens(Vocabulary vocabulary)
{
    static readonly int Blocks = Enum.GetValues<FeatureBlock>().Length;

    readonly KnownWords words = vocabulary.Words;
    readonly int[] unknown = new int[Blocks];

    /// <summary>How often each known word stands in the subject (below) and in the new text (above), and those that do.</summary>
    readonly int[] times = new int[vocabulary.Words.Count];
    int[] said = new int[512];
    int saidCount;

    /// <summary>How often each token stands there that is no word of subject or new text, nor a run of letters; and those that do, block behind block.</summary>
    readonly int[] counts = new int[vocabulary.Count];
    readonly int[] known = new int[Blocks];
    int[] tokens = new int[512];
    int tokenCount;

    readonly PairQueue pairs = new(vocabulary);
    readonly BundleCounts bundles = new(vocabulary.Words.Bundles);
    readonly StrayRuns strays = new(vocabulary.Runs.Length);

    /// <summary>Reads a mail; <see cref="Forget"/> the one before first.</summary>
    public void Read(MailInput mail)
    {
        var sink = new Sink(this);
        FeatureTokens.Of(mail, vocabulary.HasMarks, ref sink);
        foreach (var number in Said)
        {
            ref readonly var word = ref words[number];
            var (inSubject, inNew) = (InSubject(number), InNew(number));
            unknown[(int)FeatureBlock.Subject] += word.Subject < 0 ? inSubject : 0;
            unknown[(int)FeatureBlock.Words] += word.New < 0 ? inNew : 0;
            unknown[(int)FeatureBlock.Letters] += (inSubject + inNew) * word.UnknownRuns;
            bundles.Add(number, inSubject + inNew);
        }
    }

    /// <summary>Makes room for the next mail.</summary>
    public void Forget()
    {
        foreach (var number in Said)
        {
            times[number] = 0;
            bundles.Forget(number);
        }

        var all = counts;
        foreach (var token in tokens.AsSpan(0, tokenCount))
        {
            all[token] = 0;
        }

        bundles.ForgetUneven();
        strays.Forget();
        (saidCount, tokenCount) = (0, 0);
        Array.Clear(unknown);
        Array.Clear(known);
    }

    /// <summary>The numbers of the known words of subject and new text, each once.</summary>
    public ReadOnlySpan<int> Said => said.AsSpan(0, saidCount);

    public int InSubject(int word) => times[word] & 0xFFFF;

    public int InNew(int word) => times[word] >>> 16;

    /// <summary>The other tokens of a block; ask for the blocks in their order, from <paramref name="start"/> 0 on.</summary>
    public ReadOnlySpan<int> Own(FeatureBlock block, ref int start)
    {
        var length = known[(int)block];
        start += length;
        return tokens.AsSpan(start - length, length);
    }

    /// <summary>How often one of <see cref="Own"/> stands in the mail.</summary>
    public int Times(int token) => counts[token];

    /// <summary>The runs of letters of the known words of subject and new text.</summary>
    public BundleCounts Bundles => bundles;

    /// <summary>The runs of letters of the unknown words there.</summary>
    public StrayRuns Strays => strays;

    /// <summary>How often a run stands in known words.</summary>
    public int InWords(int run) => words.Bundles.OfRun(run) switch
    {
        0 => 0,
        > 0 and var bundle => bundles.Times(bundle),
        var one => InSubject(~one) + InNew(~one),
    };

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
            Append(ref tokens, ref tokenCount, token);
            known[(int)block]++;
        }
    }

    void Say(int word, int more)
    {
        ref var so = ref times[word];
        if (so == 0)
        {
            Append(ref said, ref saidCount, word);
        }

        so += more;
    }

    static void Append(ref int[] list, ref int count, int number)
    {
        if (count == list.Length)
        {
            Array.Resize(ref list, 2 * count);
        }

        list[count++] = number;
    }

    readonly struct Sink(MailTokens to) : ITokenSink
    {
        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            var number = to.words.Find(hash);
            if (number < 0)
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
                    to.Say(number, 1 << 16);
                    break;
                case FeatureBlock.Subject:
                    to.Say(number, 1);
                    break;
                default:
                    ref readonly var found = ref to.words[number];
                    to.Add(block, block switch
                    {
                        FeatureBlock.Quoted => found.Quoted,
                        FeatureBlock.Closing => found.Closing,
                        _ => found.Attachment,
                    });
                    break;
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord) =>
            to.pairs.Hold(TokenHash.In(block, first, second));

        public void EndOf(FeatureBlock block)
        {
            foreach (var pair in to.pairs.Held)
            {
                // A pair that is not known says nothing that its words do not: it does not thin the block out.
                if (to.Vocabulary.PairOf(pair) is var token and >= 0)
                {
                    to.Add(block, token);
                }
            }

            to.pairs.Forget();
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
                    to.strays.Add(run);
                }
                else
                {
                    to.unknown[(int)FeatureBlock.Letters]++;
                }
            }
        }
    }
}
