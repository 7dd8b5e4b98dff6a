namespace Helpdesk.Classification;

/// <summary>The runs of 3 to 5 characters of what stands between two spaces, a space standing for either end, where they hold a mark or a digit: what words and their letters leave out.</summary>
static class MarkedRuns
{
    const int Shortest = 3;
    const int Longest = 5;

    /// <summary>What is longer is an address or a line drawn with marks: its beginning tells it apart.</summary>
    const int MostOfPiece = 60;

    public static void Of<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : struct, ITokenSink
    {
        Span<char> piece = stackalloc char[MostOfPiece + 2];
        piece[0] = ' ';
        for (var at = 0; at < text.Length; at++)
        {
            var (length, marked) = (1, false);
            for (; at < text.Length && !IsBetween(text[at]); at++)
            {
                if (length <= MostOfPiece)
                {
                    piece[length++] = char.ToLowerInvariant(text[at]);
                    marked |= !char.IsLetter(text[at]);
                }
            }

            if (marked)
            {
                piece[length++] = ' ';
                Runs(piece[..length], ref sink);
            }
        }
    }

    static void Runs<TSink>(ReadOnlySpan<char> piece, ref TSink sink) where TSink : struct, ITokenSink
    {
        for (var start = 0; start + Shortest <= piece.Length; start++)
        {
            // A run holds a mark from the first one behind its start on.
            var first = start;
            while (first < piece.Length && (piece[first] == ' ' || char.IsLetter(piece[first])))
            {
                first++;
            }

            for (var size = Math.Max(Shortest, first - start + 1); size <= Longest && start + size <= piece.Length; size++)
            {
                sink.Mark(FeatureBlock.MarkedRuns, piece.Slice(start, size));
            }
        }
    }

    /// <summary>A half of a character beyond the first 65,536 cannot be written down alone.</summary>
    static bool IsBetween(char c) => c <= ' ' || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c);
}
