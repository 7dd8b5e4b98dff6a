namespace Helpdesk.Classification;

/// <summary>Turns a mail into numbers: for each known token (1 + log count) x rarity, each block scaled to its own weight; an unknown token counts 1 in the block's length.</summary>
/// <remarks>Not thread-safe: it keeps its scratch space between mails; use one for each thread.</remarks>
sealed class Vectorizer(Vocabulary vocabulary)
{
    static readonly int Blocks = Enum.GetValues<FeatureBlock>().Length;

    /// <summary>1 + log of the counts that occur; what is beyond is computed.</summary>
    static readonly float[] Damped = [0f, .. Enumerable.Range(1, 255).Select(n => 1f + MathF.Log(n))];

    readonly int[] counts = new int[vocabulary.Count];
    readonly int[] unknown = new int[Blocks];
    int[] tokens = new int[1024];
    float[] values = new float[1024];

    /// <summary>How many tokens the mail read last has.</summary>
    public int Count { get; private set; }

    /// <summary>The tokens of the mail read last, in order of first sight.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    public ReadOnlySpan<float> Values => values.AsSpan(0, Count);

    /// <summary>The mail's tokens by number, ascending, with their values.</summary>
    public SparseVector Of(MailInput mail)
    {
        Read(mail);
        int[] places = [.. Tokens];
        float[] sorted = [.. Values];
        Array.Sort(places, sorted);
        return new(places, sorted);
    }

    /// <summary>Reads a mail into <see cref="Tokens"/> and <see cref="Values"/>.</summary>
    public void Read(MailInput mail)
    {
        Count = 0;
        Array.Clear(unknown);
        var sink = new Sink(this);
        FeatureTokens.Of(mail, ref sink);
        if (values.Length < tokens.Length)
        {
            values = new float[tokens.Length];
        }

        Span<float> squares = stackalloc float[Blocks];
        for (var i = 0; i < Count; i++)
        {
            var token = tokens[i];
            var count = counts[token];
            counts[token] = 0;
            var value = (count < Damped.Length ? Damped[count] : 1f + MathF.Log(count)) * vocabulary.Rarities[token];
            values[i] = value;
            squares[(int)vocabulary.Blocks[token]] += value * value;
        }

        for (var b = 0; b < Blocks; b++)
        {
            var block = (FeatureBlock)b;
            var length = squares[b] + (Recipe.Thins(block) ? unknown[b] : 0);
            squares[b] = length == 0 ? 0 : Recipe.Weight(block) / MathF.Sqrt(length);
        }

        for (var i = 0; i < Count; i++)
        {
            values[i] *= squares[(int)vocabulary.Blocks[tokens[i]]];
        }
    }

    void Add(int token)
    {
        if (counts[token]++ == 0)
        {
            if (Count == tokens.Length)
            {
                Array.Resize(ref tokens, 2 * tokens.Length);
            }

            tokens[Count++] = token;
        }
    }

    void AddOrMiss(FeatureBlock block, int token)
    {
        if (token >= 0)
        {
            Add(token);
        }
        else
        {
            unknown[(int)block]++;
        }
    }

    readonly struct Sink(Vectorizer to) : ITokenSink
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

            ref readonly var entry = ref known[place];
            to.AddOrMiss(block, entry.In(block));
            if (letters)
            {
                foreach (var run in known.RunsOf(entry))
                {
                    to.Add(run);
                }

                to.unknown[(int)FeatureBlock.Letters] += entry.UnknownRuns;
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord)
        {
            if (to.Vocabulary.IndexOf(TokenHash.In(block, first, second)) is var token and >= 0)
            {
                to.Add(token);
            }
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark) => to.AddOrMiss(block, to.Vocabulary.IndexOf(TokenHash.In(block, TokenHash.Of(mark))));

        void Runs(ReadOnlySpan<char> word)
        {
            Span<char> buffer = stackalloc char[WordReader.Longest + 2];
            for (var run = new LetterRuns(LetterRuns.Pad(word, buffer)); run.Next();)
            {
                to.AddOrMiss(FeatureBlock.Letters, to.Vocabulary.IndexOf(run.Hash));
            }
        }
    }

    Vocabulary Vocabulary => vocabulary;
}
