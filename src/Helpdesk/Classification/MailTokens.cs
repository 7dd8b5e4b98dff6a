namespace Helpdesk.Classification;

/// <summary>The known tokens of a mail with how often each stands in it, block by block, and how many tokens are not known.</summary>
/// <remarks>Not thread-safe: it keeps its scratch space between mails, so that reading a mail allocates nothing.</remarks>
sealed class MailTokens(Vocabulary vocabulary)
{
    static readonly int Blocks = Enum.GetValues<FeatureBlock>().Length;

    readonly int[] counts = new int[vocabulary.Count];
    readonly int[] unknown = new int[Blocks];

    /// <summary>How many tokens of each block the mail read last has, and they themselves: block behind block as they are read, runs of letters apart.</summary>
    readonly int[] known = new int[Blocks];
    int[] tokens = new int[1024];
    int[] letters = new int[4096];
    int count;

    /// <summary>How often each known word stands in subject and new text, and which do: the letters of a word are looked through once, not each time it is said.</summary>
    readonly int[] said = new int[vocabulary.Words.Count];
    int[] words = new int[512];
    int wordCount;

    /// <summary>Reads a mail; what was read before is forgotten once every token of it was taken.</summary>
    public void Read(MailInput mail)
    {
        count = 0;
        Array.Clear(unknown);
        Array.Clear(known);
        var sink = new Sink(this);
        FeatureTokens.Of(mail, ref sink);
        for (var i = 0; i < wordCount; i++)
        {
            var times = said[words[i]];
            said[words[i]] = 0;
            ref readonly var word = ref vocabulary.Words[words[i]];
            unknown[(int)FeatureBlock.Letters] += times * word.UnknownRuns;
            foreach (var run in vocabulary.Words.RunsOf(word))
            {
                AddLetters(run, times);
            }
        }

        wordCount = 0;
    }

    void AddWord(int word)
    {
        if (said[word]++ == 0)
        {
            if (wordCount == words.Length)
            {
                Array.Resize(ref words, 2 * wordCount);
            }

            words[wordCount++] = word;
        }
    }

    void Add(FeatureBlock block, int token)
    {
        if (token < 0)
        {
            unknown[(int)block]++;
        }
        else if (counts[token]++ == 0)
        {
            if (count == tokens.Length)
            {
                Array.Resize(ref tokens, 2 * count);
            }

            tokens[count++] = token;
            known[(int)block]++;
        }
    }

    void AddLetters(int token, int times)
    {
        var before = counts[token];
        counts[token] = before + times;
        if (before == 0)
        {
            ref var number = ref known[(int)FeatureBlock.Letters];
            if (number == letters.Length)
            {
                Array.Resize(ref letters, 2 * number);
            }

            letters[number++] = token;
        }
    }

    /// <summary>The tokens of a block; ask for the blocks in their order, from <paramref name="start"/> 0 on.</summary>
    public ReadOnlySpan<int> Own(FeatureBlock block, ref int start)
    {
        var length = known[(int)block];
        if (block == FeatureBlock.Letters)
        {
            return letters.AsSpan(0, length);
        }

        start += length;
        return tokens.AsSpan(start - length, length);
    }

    /// <summary>How often the token stands in the mail; forgets it.</summary>
    public int Take(int token)
    {
        var times = counts[token];
        counts[token] = 0;
        return times;
    }

    public int Unknown(FeatureBlock block) => unknown[(int)block];

    Vocabulary Vocabulary => vocabulary;

    readonly struct Sink(MailTokens to) : ITokenSink
    {
        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            var known = to.Vocabulary.Words;
            var place = known.Find(hash);
            if (place < 0)
            {
                to.unknown[(int)block]++;
                if (letters)
                {
                    Runs(word);
                }

                return;
            }

            to.Add(block, known[place].In(block));
            if (letters)
            {
                to.AddWord(place);
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord)
        {
            if (to.Vocabulary.IndexOf(TokenHash.In(block, first, second)) is var token and >= 0)
            {
                to.Add(block, token);
            }
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark) => to.Add(block, to.Vocabulary.IndexOf(TokenHash.In(block, TokenHash.Of(mark))));

        void Runs(ReadOnlySpan<char> word)
        {
            Span<char> buffer = stackalloc char[WordReader.Longest + 2];
            for (var run = new LetterRuns(LetterRuns.Pad(word, buffer)); run.Next();)
            {
                if (to.Vocabulary.IndexOf(run.Hash) is var token and >= 0)
                {
                    to.AddLetters(token, 1);
                }
                else
                {
                    to.unknown[(int)FeatureBlock.Letters]++;
                }
            }
        }
    }
}
