using System.Runtime.CompilerServices;

namespace Helpdesk.Classification;

/// <summary>Reads a text word by word, in lower case, each with its hash; allocates nothing.</summary>
/// <remarks>
/// Every mark divides except an apostrophe between letters. Three digits or more count as one 0: numbers are shapes, not words.
/// What is longer than <see cref="Longest"/> is an address or a key, and is passed over.
/// </remarks>
ref struct WordReader(ReadOnlySpan<char> text)
{
    /// <summary>A word longer than this is an address or a key.</summary>
    public const int Longest = 40;

    readonly ReadOnlySpan<char> text = text;
    int at;

    public int Length { get; private set; }

    /// <summary>What the word is named by; <see cref="TokenHash.Of"/> of it.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Reads the next word into a buffer of <see cref="Longest"/>; false when there is none.</summary>
    public bool Next(scoped Span<char> buffer)
    {
        do
        {
            while (at < text.Length && Lower(text[at]) == '\0')
            {
                at++;
            }

            if (at >= text.Length)
            {
                return false;
            }
        }
        while (!ReadWord(buffer));

        return true;
    }

    /// <summary>False when it is too long to be a word; all of it is passed over then.</summary>
    bool ReadWord(scoped Span<char> buffer)
    {
        var (place, length, hash) = (at, 0, TokenHash.Start);
        for (; place < text.Length; place++)
        {
            var c = Lower(text[place]);
            // Letters come behind digits in every alphabet.
            if (c < 'a')
            {
                if (c == '\0')
                {
                    // Most often a space.
                    if (text[place] <= ' ' || !IsInner(place))
                    {
                        break;
                    }

                    c = '\'';
                }
                else if (Digits(place) is var digits and >= 3)
                {
                    c = '0';
                    place += digits - 1;
                }
            }

            if (length == Longest)
            {
                PassOver(place);
                return false;
            }

            buffer[length++] = c;
            hash = (hash ^ c) * TokenHash.Prime;
        }

        (at, Length, Hash) = (place, length, hash);
        return true;
    }

    void PassOver(int place)
    {
        at = place;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    readonly int Digits(int place)
    {
        var end = place;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - place;
    }

    readonly bool IsInner(int place) =>
        text[place] is '\'' or '’' && place > 0 && place + 1 < text.Length && char.IsLetter(text[place - 1]) && char.IsLetter(text[place + 1]);

    /// <summary>The letter or digit in lower case; NUL for everything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static char Lower(char c) => c < 128 ? (char)Ascii[c] : Wide(c);

    static char Wide(char c) => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0';

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
