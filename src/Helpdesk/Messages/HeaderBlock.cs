namespace Helpdesk.Messages;

/// <summary>The header of a mail before it is parsed: guarded against sizes that make a parser run for minutes.</summary>
/// <remarks>
/// MimeKit grows its header buffer in small steps, so parsing is quadratic in the size of a field: 10 MB in one line
/// take 23 s and allocate 12 GB. A field is therefore cut at 64 KB and a header at 256 KB; both are far beyond what
/// mail programs write, and the body stays whole.
/// </remarks>
static class HeaderBlock
{
    const int LongestField = 64 * 1024;
    const int LongestHeader = 256 * 1024;

    /// <summary>The mail itself when its header is of sane size, else a copy whose header is cut.</summary>
    public static byte[] Tame(byte[] raw)
    {
        var end = EndOfHeader(raw);
        if (end <= LongestField)
        {
            return raw;
        }

        using var tamed = new MemoryStream();
        var cut = false;
        for (var start = 0; start < end;)
        {
            var next = NextField(raw, start, end);
            var length = Math.Min(next - start, LongestField);
            cut |= length < next - start;
            if (tamed.Length + length > LongestHeader)
            {
                cut = true;
                break;
            }

            tamed.Write(raw, start, length);
            if (length < next - start)
            {
                tamed.WriteByte((byte)'\n');
            }

            start = next;
        }

        if (!cut)
        {
            return raw;
        }

        tamed.WriteByte((byte)'\n');
        tamed.Write(raw, end, raw.Length - end);
        return tamed.ToArray();
    }

    /// <summary>Behind the last field's line end: where the empty line starts, or the end of the bytes.</summary>
    static int EndOfHeader(byte[] raw)
    {
        for (var i = 0; i < raw.Length;)
        {
            if (raw[i] == '\n' || (raw[i] == '\r' && i + 1 < raw.Length && raw[i + 1] == '\n'))
            {
                return i;
            }

            i = NextLine(raw, i, raw.Length);
        }

        return raw.Length;
    }

    static int NextField(byte[] raw, int start, int end)
    {
        var i = NextLine(raw, start, end);
        while (i < end && raw[i] is (byte)' ' or (byte)'\t')
        {
            i = NextLine(raw, i, end);
        }

        return i;
    }

    static int NextLine(byte[] raw, int start, int end) =>
        raw.AsSpan(start, end - start).IndexOf((byte)'\n') is var at and >= 0 ? start + at + 1 : end;
}
