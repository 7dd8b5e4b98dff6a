namespace Helpdesk.Classification;

/// <summary>The runs of 3 to 5 letters of a word, a space standing for either end; allocates nothing.</summary>
ref struct LetterRuns(ReadOnlySpan<char> padded)
{
    const int Shortest = 3;
    const int Longest = 5;

    readonly ReadOnlySpan<char> padded = padded;
    int start;
    int size = Shortest - 1;
    ulong hash;

    /// <summary>A word with the spaces that mark its ends.</summary>
    public static ReadOnlySpan<char> Pad(ReadOnlySpan<char> word, Span<char> buffer)
    {
        buffer[0] = ' ';
        word.CopyTo(buffer[1..]);
        buffer[word.Length + 1] = ' ';
        return buffer[..(word.Length + 2)];
    }

    public readonly ReadOnlySpan<char> Run => padded.Slice(start, size);

    public readonly ulong Hash => TokenHash.In(FeatureBlock.Letters, hash);

    public bool Next()
    {
        if (size == Longest || start + size == padded.Length)
        {
            start++;
            size = Shortest - 1;
        }

        if (start + Shortest > padded.Length)
        {
            return false;
        }

        size++;
        hash = size == Shortest ? TokenHash.Of(padded.Slice(start, Shortest)) : (hash ^ padded[start + size - 1]) * TokenHash.Prime;
        return true;
    }
}
