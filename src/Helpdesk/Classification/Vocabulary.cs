namespace Helpdesk.Classification;

/// <summary>The tokens a model knows, each with its block and its weight by rarity (smooth idf).</summary>
/// <remarks>Look-up is an open-addressed table of 64-bit hashes: thousands of look-ups a mail, none of which may allocate.</remarks>
sealed class Vocabulary
{
    readonly ulong[] keys;
    readonly int[] slots;
    readonly ulong mask;

    public Vocabulary(IReadOnlyList<Entry> entries)
    {
        Entries = entries;
        var size = 16;
        while (size < entries.Count * 2)
        {
            size *= 2;
        }

        keys = new ulong[size];
        slots = new int[size];
        mask = (ulong)size - 1;
        for (var i = 0; i < entries.Count; i++)
        {
            var place = entries[i].Hash & mask;
            while (slots[place] != 0)
            {
                place = (place + 1) & mask;
            }

            keys[place] = entries[i].Hash;
            slots[place] = i + 1;
        }
    }

    /// <summary>One known token: how it reads, and log((1 + mails) / (1 + mails with it)) + 1.</summary>
    public sealed record Entry(FeatureBlock Block, string Token, float Rarity)
    {
        public ulong Hash { get; } = Token.Split('\u0001') is [var first, var second]
            ? FeatureTokens.Hash(Block, first, second)
            : FeatureTokens.Hash(Block, Token, default);

        /// <summary>For people: a pair of words with a space between.</summary>
        public string Text => Token.Replace('\u0001', ' ');
    }

    public IReadOnlyList<Entry> Entries { get; }

    public int Count => Entries.Count;

    /// <summary>The token's number, or -1.</summary>
    public int IndexOf(ulong hash)
    {
        for (var place = hash & mask; slots[place] != 0; place = (place + 1) & mask)
        {
            if (keys[place] == hash)
            {
                return slots[place] - 1;
            }
        }

        return -1;
    }

    /// <summary>The tokens found in at least <paramref name="leastMails"/> of the mails, in order of first sight.</summary>
    public static Vocabulary Build(IEnumerable<MailInput> mails, int leastMails)
    {
        var counts = new Dictionary<ulong, Seen>();
        var number = 0;
        foreach (var mail in mails)
        {
            number++;
            FeatureTokens.Of(mail, (block, hash, first, second) =>
            {
                if (!counts.TryGetValue(hash, out var seen))
                {
                    counts.Add(hash, seen = new(block, second.IsEmpty ? first.ToString() : $"{first}\u0001{second}"));
                }

                if (seen.LastMail != number)
                {
                    seen.LastMail = number;
                    seen.Mails++;
                }
            });
        }

        return new([.. counts.Values
            .Where(s => s.Mails >= leastMails || s.Block is FeatureBlock.Thread or FeatureBlock.Envelope)
            .Select(s => new Entry(s.Block, s.Token, MathF.Log((1f + number) / (1f + s.Mails)) + 1f))]);
    }

    sealed class Seen(FeatureBlock block, string token)
    {
        public FeatureBlock Block => block;

        public string Token => token;

        public int LastMail { get; set; }

        public int Mails { get; set; }
    }
}
