using System.Globalization;

namespace Helpdesk.Classification;

/// <summary>Takes a mail apart into tokens, block by block.</summary>
/// <remarks>A token is named by a 64-bit hash; its text is made only where somebody wants to read it.</remarks>
static class FeatureTokens
{
    /// <summary>What follows the first eight thousand characters of new text repeats what came before.</summary>
    const int MostNewText = 8_000;

    const int MostQuoted = 3_000;

    /// <summary>Receives the tokens: block, hash, and the text from which it can be read.</summary>
    public delegate void Sink(FeatureBlock block, ulong hash, ReadOnlySpan<char> first, ReadOnlySpan<char> second);

    public static void Of(MailInput mail, Sink sink)
    {
        Words(FeatureBlock.Subject, mail.Subject, pairs: true, letters: true, sink);
        Words(FeatureBlock.Words, Head(mail.Text.New, MostNewText), pairs: true, letters: true, sink);
        Words(FeatureBlock.Quoted, Head(mail.Text.Quoted, MostQuoted), pairs: false, letters: false, sink);
        foreach (var name in mail.Attachments)
        {
            Words(FeatureBlock.Attachments, name, pairs: false, letters: false, sink);
        }

        foreach (var recipient in mail.Recipients)
        {
            var local = recipient.AsSpan(0, recipient.IndexOf('@') is var at and >= 0 ? at : recipient.Length);
            Emit(FeatureBlock.Envelope, string.Create(CultureInfo.InvariantCulture, $"to:{local.ToString().ToLowerInvariant()}"), sink);
        }

        Emit(FeatureBlock.Envelope, Kind(mail), sink);
        Emit(FeatureBlock.Envelope, mail.Attachments.Count == 0 ? "no attachment" : "attachment", sink);
        if (mail.Automatic)
        {
            Emit(FeatureBlock.Envelope, "automatic", sink);
        }

        if (mail.Earlier is not null)
        {
            Emit(FeatureBlock.Thread, mail.Earlier, sink);
        }
    }

    static string Kind(MailInput mail)
    {
        var reply = mail.Subject.TrimStart().StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? "reply"
            : mail.Subject.TrimStart().StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? "forward" : "first";
        var length = mail.Text.New.Length switch { 0 => "empty", < 80 => "short", < 600 => "middling", _ => "long" };
        return $"{reply}, {length}";
    }

    static void Emit(FeatureBlock block, string token, Sink sink) => sink(block, Hash(block, token, default), token, default);

    static ReadOnlySpan<char> Head(string text, int most) => text.AsSpan(0, Math.Min(text.Length, most));

    static void Words(FeatureBlock block, ReadOnlySpan<char> text, bool pairs, bool letters, Sink sink)
    {
        Span<char> previous = stackalloc char[Longest];
        Span<char> word = stackalloc char[Longest];
        Span<char> padded = stackalloc char[Longest + 2];
        var previousLength = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = NextWord(text, ref i, word);
            if (length == 0)
            {
                continue;
            }

            var token = word[..length];
            sink(block, Hash(block, token, default), token, default);
            if (pairs && previousLength > 0)
            {
                sink(block, Hash(block, previous[..previousLength], token), previous[..previousLength], token);
            }

            if (letters)
            {
                padded[0] = ' ';
                token.CopyTo(padded[1..]);
                padded[length + 1] = ' ';
                Letters(padded[..(length + 2)], sink);
            }

            token.CopyTo(previous);
            previousLength = length;
        }
    }

    static void Letters(ReadOnlySpan<char> padded, Sink sink)
    {
        for (var start = 0; start < padded.Length - 2; start++)
        {
            for (var size = 3; size <= 5 && start + size <= padded.Length; size++)
            {
                var run = padded.Slice(start, size);
                sink(FeatureBlock.Letters, Hash(FeatureBlock.Letters, run, default), run, default);
            }
        }
    }

    /// <summary>A word longer than this is an address or a key.</summary>
    const int Longest = 40;

    /// <summary>The next word in lower case, its length; 0 for a word too long to be one. Three digits or more count as one 0: numbers are shapes, not words.</summary>
    static int NextWord(ReadOnlySpan<char> text, ref int i, Span<char> word)
    {
        while (i < text.Length && !char.IsLetterOrDigit(text[i]))
        {
            i++;
        }

        var length = 0;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || IsInner(text, i)))
        {
            var digits = Digits(text[i..]);
            if (length + Math.Max(1, digits) > Longest)
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]))
                {
                    i++;
                }

                return 0;
            }

            if (digits >= 3)
            {
                word[length++] = '0';
                i += digits;
            }
            else
            {
                word[length++] = char.ToLowerInvariant(text[i++]);
            }
        }

        return length;
    }

    static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;

    /// <summary>An apostrophe inside a word belongs to it; every other mark divides.</summary>
    static bool IsInner(ReadOnlySpan<char> text, int i) =>
        text[i] is '\'' or '’' && i > 0 && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]);

    /// <summary>FNV-1a over block and characters, mixed at the end; one token in 10^8 pairs would collide in a vocabulary of ours.</summary>
    public static ulong Hash(FeatureBlock block, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        const ulong Prime = 1099511628211;
        var hash = (14695981039346656037 ^ (ulong)(block + 1)) * Prime;
        foreach (var c in first)
        {
            hash = (hash ^ c) * Prime;
        }

        if (!second.IsEmpty)
        {
            hash = (hash ^ '\u0001') * Prime;
            foreach (var c in second)
            {
                hash = (hash ^ c) * Prime;
            }
        }

        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
