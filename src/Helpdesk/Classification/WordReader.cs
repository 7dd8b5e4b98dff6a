namespace Helpdesk.Classification;

/// <summary>Reads a text word by word, in lower case, each with its hash; allocates nothing.</summary>
/// <remarks>
/// Every mark divides except an apostrophe between letters. Three digits or more count as one 0: numbers are shapes, not words.
/// What is longer than <see cref="Longest"/> is an address or a key, and is passed over.
/// </remarks>
ref struct WordReader(ReadOnlySpan<char> text, Span<char> buffer)
{
    /// <summary>A word longer than this is an address or a key.</summary>
    public const int Longest = 40;

    readonly ReadOnlySpan<char> text = text;
    readonly Span<char> buffer = buffer;
    int at;
    int length;

    public readonly ReadOnlySpan<char> Word => buffer[..length];

    /// <summary>What the word is named by; <see cref="TokenHash.Of"/> of <see cref="Word"/>.</summary>
    public ulong Hash { get; private set; }

    public bool Next()
    {
        while (true)
        {
            while (at < text.Length && Lower(text[at]) == '\0')
            {
                at++;
            }

            if (at >= text.Length)
            {
                return false;
            }

            if (ReadWord())
            {
                return true;
            }
        }
    }

    /// <summary>False when it is too long to be a word; all of it is passed over then.</summary>
    bool ReadWord()
    {
        length = 0;
        var hash = TokenHash.Start;
        while (at < text.Length)
        {
            var c = Lower(text[at]);
            if (c == '\0')
            {
                if (!IsInner())
                {
                    break;
                }

                c = '\'';
            }
            else if (char.IsAsciiDigit(c) && Digits() is var digits and >= 3)
            {
                c = '0';
                at += digits - 1;
            }

            if (length == Longest)
            {
                while (at < text.Length && !char.IsWhiteSpace(text[at]))
                {
                    at++;
                }

                return false;
            }

            buffer[length++] = c;
            hash = (hash ^ c) * TokenHash.Prime;
            at++;
        }

        Hash = hash;
        return true;
    }

    readonly int Digits()
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - at;
    }

    readonly bool IsInner() =>
        text[at] is '\'' or '’' && at > 0 && at + 1 < text.Length && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]);

    /// <summary>The letter or digit in lower case; NUL for everything else.</summary>
    static char Lower(char c) =>
        c < 128 ? (char)Ascii[c]
        : char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c)
        : '\0';

    static ReadOnlySpan<byte> Ascii =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)'0', (byte)'1', (byte)'2', (byte)'3', (byte)'4', (byte)'5', (byte)'6', (byte)'7', (byte)'8', (byte)'9', 0, 0, 0, 0, 0, 0,
        0, (byte)'a', (byte)'b', (byte)'c', (byte)'d', (byte)'e', (byte)'f', (byte)'g', (byte)'h', (byte)'i', (byte)'j', (byte)'k', (byte)'l', (byte)'m', (byte)'n', (byte)'o',
        (byte)'p', (byte)'q', (byte)'r', (byte)'s', (byte)'t', (byte)'u', (byte)'v', (byte)'w', (byte)'x', (byte)'y', (byte)'z', 0, 0, 0, 0, 0,
        0, (byte)'a', (byte)'b', (byte)'c', (byte)'d', (byte)'e', (byte)'f', (byte)'g', (byte)'h', (byte)'i', (byte)'j', (byte)'k', (byte)'l', (byte)'m', (byte)'n', (byte)'o',
        (byte)'p', (byte)'q', (byte)'r', (byte)'s', (byte)'t', (byte)'u', (byte)'v', (byte)'w', (byte)'x', (byte)'y', (byte)'z', 0, 0, 0, 0, 0,
    ];
}
