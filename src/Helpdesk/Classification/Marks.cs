namespace Helpdesk.Classification;

/// <summary>The marks between words, each run alone and with what stands beside it: how a text is written, where its words do not tell.</summary>
static class Marks
{
    /// <summary>A longer run is a line drawn with marks.</summary>
    const int Longest = 8;

    public static void Of<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : struct, ITokenSink
    {
        Span<char> between = stackalloc char[Longest + 2];
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsMark(text[at]))
            {
                continue;
            }

            var first = at;
            while (at < text.Length && IsMark(text[at]))
            {
                at++;
            }

            var run = text[first..Math.Min(at, first + Longest)];
            between[0] = Side(text, first - 1);
            run.CopyTo(between[1..]);
            between[run.Length + 1] = Side(text, at);
            sink.Mark(FeatureBlock.Marks, between[..(run.Length + 2)]);
            sink.Mark(FeatureBlock.Marks, run);
        }
    }

    static bool IsMark(char c) => c < 128 ? c > ' ' && !char.IsAsciiLetterOrDigit(c) && !char.IsControl(c) : char.IsPunctuation(c) || char.IsSymbol(c);

    /// <summary>A letter, a digit, a line's end or a space.</summary>
    static char Side(ReadOnlySpan<char> text, int at) =>
        (uint)at >= (uint)text.Length || text[at] is '\n' or '\r' ? '¶'
        : char.IsLetter(text[at]) ? 'a'
        : char.IsDigit(text[at]) ? '0'
        : ' ';
}
