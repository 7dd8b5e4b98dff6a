namespace Helpdesk.Text;

/// <summary>The lines of a body, each known by its place: no line becomes a string of its own.</summary>
sealed class BodyLines
{
    /// <summary>More lines decide nothing that these did not: what is left counts as one last line, and none of it is lost.</summary>
    const int Most = 5_000;

    readonly string body;
    readonly List<(int Start, int End, int First, int Last)> lines = [];

    public BodyLines(string body)
    {
        this.body = body;
        for (var start = 0; start <= body.Length && lines.Count < Most;)
        {
            var end = lines.Count < Most - 1 && body.AsSpan(start).IndexOfAny('\n', '\r', '\f') is var length and >= 0 ? start + length : body.Length;
            var (first, last) = (start, end);
            while (first < last && char.IsWhiteSpace(body[first]))
            {
                first++;
            }

            while (last > first && char.IsWhiteSpace(body[last - 1]))
            {
                last--;
            }

            lines.Add((start, end, first, last));
            start = end + (end + 1 < body.Length && body[end] == '\r' && body[end + 1] == '\n' ? 2 : 1);
        }
    }

    public int Count => lines.Count;

    /// <summary>The line as it stands.</summary>
    public ReadOnlySpan<char> Whole(int i) => body.AsSpan(lines[i].Start, lines[i].End - lines[i].Start);

    /// <summary>The line without the white space around it.</summary>
    public ReadOnlySpan<char> this[int i] => body.AsSpan(lines[i].First, lines[i].Last - lines[i].First);

    public bool IsBlank(int i) => lines[i].First == lines[i].Last;

    /// <summary>The first line with text at or behind <paramref name="i"/>; <see cref="Count"/> when there is none.</summary>
    public int NextText(int i)
    {
        while (i < Count && IsBlank(i))
        {
            i++;
        }

        return i;
    }
}
