namespace Helpdesk.Classification;

/// <summary>The tokens a model knows, each with its block and its weight by rarity (smooth idf).</summary>
sealed class Vocabulary
{
    /// <summary>Stands between the two words of a pair; no word has it.</summary>
    public const char Between = '\u0001';

    readonly HashIndex index;
    readonly HashIndex runs;
    readonly HashIndex pairs;
    readonly HashFilter pairFilter;

    public Vocabulary(IReadOnlyList<Entry> entries)
    {
        Entries = entries;
        ulong[] hashes = [.. entries.Select(e => e.Hash)];
        index = new([.. hashes.Select((hash, i) => (hash, i))]);
        Blocks = [.. entries.Select(e => e.Block)];
        Rarities = [.. entries.Select(e => e.Rarity)];
        Runs = [.. Enumerable.Range(0, entries.Count).Where(i => Blocks[i] == FeatureBlock.Letters)];
        runs = new([.. Runs.Select((token, run) => (hashes[token], run))]);
        HasMarks = Blocks.Contains(FeatureBlock.Marks) || Blocks.Contains(FeatureBlock.MarkedRuns);
        List<(ulong Key, int Number)> paired = [.. hashes.Select((hash, i) => (hash, i)).Where(h => entries[h.i].Token.Contains(Between))];
        pairs = new(paired);
        pairFilter = new([.. paired.Select(p => p.Key)]);
        Words = new(entries.Where(e => e.IsWord).Select(e => e.Token), index.Of, runs.Of, Runs.Length);
    }

    /// <summary>One known token: how it reads, and log((1 + mails) / (1 + mails with it)) + 1, or more where <see cref="TellingTokens"/> raised it.</summary>
    public sealed record Entry(FeatureBlock Block, string Token, float Rarity)
    {
        public ulong Hash => Token.IndexOf(Between) is var at and >= 0
            ? TokenHash.In(Block, TokenHash.Of(Token.AsSpan(0, at)), TokenHash.Of(Token.AsSpan(at + 1)))
            : TokenHash.In(Block, TokenHash.Of(Token));

        public bool IsWord => Block is FeatureBlock.Subject or FeatureBlock.Words or FeatureBlock.Quoted or FeatureBlock.Closing or FeatureBlock.Attachments && !Token.Contains(Between);

        /// <summary>For people: a pair of words with a space between.</summary>
        public string Text => Token.Replace(Between, ' ');
    }

    public IReadOnlyList<Entry> Entries { get; }

    public FeatureBlock[] Blocks { get; }

    public float[] Rarities { get; }

    /// <summary>The tokens that are runs of letters; a run's number is its place here.</summary>
    public int[] Runs { get; }

    public KnownWords Words { get; }

    /// <summary>Whether the model learned from the marks between words; else nobody needs to look for them.</summary>
    public bool HasMarks { get; }

    public int Count => Entries.Count;

    /// <summary>For each thread once guessed to be of a category, also the thread that a person said is of it.</summary>
    public Vocabulary WithPeoplesAnswers() => new([.. Entries, .. Entries.Where(e => e.Block == FeatureBlock.Thread).Select(e => e with { Block = FeatureBlock.Answer })]);

    /// <summary>The token's number, or -1.</summary>
    public int IndexOf(ulong hash) => index.Of(hash);

    /// <summary>False for most pairs of words that are not known.</summary>
    public bool MayHavePair(ulong hash) => pairFilter.MayHave(hash);

    /// <summary>The token's number of two words behind one another, or -1.</summary>
    public int PairOf(ulong hash) => pairs.Of(hash);

    /// <summary>The number of a run of letters, or -1.</summary>
    public int RunOf(ulong hash) => runs.Of(hash);
}
