using System.Runtime.InteropServices;

namespace Helpdesk.Classification;

/// <summary>Counts in how many mails each token stands, and keeps those that more than one mail has.</summary>
sealed class VocabularyCount
{
    /// <summary>A token of one mail alone says nothing about the next.</summary>
    const int LeastMails = 2;

    /// <summary>160 MB of weights in memory; with eleven categories nobody's mail has so many tokens, with a hundred the rarest give way.</summary>
    const int MostWeights = 40_000_000;

    readonly Dictionary<ulong, Seen> seen = [];
    int mails;

    /// <summary>A token's text is made on its second mail: most never have one.</summary>
    struct Seen
    {
        public FeatureBlock Block;
        public int LastMail;
        public int Mails;
        public string? Text;
        public int Order;
    }

    public static Vocabulary Of(IEnumerable<MailInput> mails, int labels, bool marks)
    {
        var count = new VocabularyCount();
        foreach (var mail in mails)
        {
            count.mails++;
            var sink = new Sink(count);
            FeatureTokens.Of(mail, marks, ref sink);
        }

        return new([.. count.seen.Values
            .Where(s => s.Text is not null && (s.Mails >= LeastMails || IsMark(s.Block)))
            .OrderByDescending(s => IsMark(s.Block))
            .ThenByDescending(s => s.Mails)
            .ThenBy(s => s.Order)
            .Take(MostWeights / labels)
            .OrderBy(s => s.Order)
            .Select(s => new Vocabulary.Entry(s.Block, s.Text!, MathF.Log((1f + count.mails) / (1f + s.Mails)) + 1f))]);
    }

    static bool IsMark(FeatureBlock block) => block is FeatureBlock.Thread or FeatureBlock.Answer or FeatureBlock.Envelope;

    void Add(FeatureBlock block, ulong hash, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        ref var token = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, hash, out var exists);
        if (!exists)
        {
            token.Block = block;
            token.Order = seen.Count;
        }

        if (token.LastMail != mails)
        {
            token.LastMail = mails;
            token.Mails++;
            if (token.Text is null && (token.Mails >= LeastMails || IsMark(block)))
            {
                token.Text = second.IsEmpty ? first.ToString() : $"{first}{Vocabulary.Between}{second}";
            }
        }
    }

    readonly struct Sink(VocabularyCount count) : ITokenSink
    {
        public void Word(FeatureBlock block, ulong hash, ReadOnlySpan<char> word, bool letters)
        {
            count.Add(block, TokenHash.In(block, hash), word, default);
            if (letters)
            {
                Span<char> buffer = stackalloc char[WordReader.Longest + 2];
                for (var run = new LetterRuns(LetterRuns.Pad(word, buffer)); run.Next();)
                {
                    count.Add(FeatureBlock.Letters, run.Hash, run.Run, default);
                }
            }
        }

        public void Pair(FeatureBlock block, ulong first, ulong second, ReadOnlySpan<char> firstWord, ReadOnlySpan<char> secondWord) =>
            count.Add(block, TokenHash.In(block, first, second), firstWord, secondWord);

        public void EndOf(FeatureBlock block)
        {
        }

        public void Mark(FeatureBlock block, ReadOnlySpan<char> mark) => count.Add(block, TokenHash.In(block, TokenHash.Of(mark)), mark, default);
    }
}
