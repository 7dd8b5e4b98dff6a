using MimeKit.IO;

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

    /// <summary>Nearly every header ends within 16 KB, and a field in it is then of sane size; only for the others more is looked at.</summary>
    const int Usual = 16 * 1024;

    /// <summary>The mail itself when its header is of sane size, else the same mail behind a cut header.</summary>
    /// <param name="raw">Seekable, at its start.</param>
    public static Stream Tame(Stream raw)
    {
        Span<byte> first = stackalloc byte[Usual];
        first = first[..raw.ReadAtLeast(first, Usual, throwOnEndOfStream: false)];
        raw.Position = 0;
        if (EndOfHeader(first) < first.Length)
        {
            return raw;
        }

        var head = new byte[(int)Math.Min(raw.Length, LongestHeader)];
        raw.ReadExactly(head);
        raw.Position = 0;
        var end = EndOfHeader(head);
        var isWhole = end < head.Length || raw.Length <= head.Length;
        if (isWhole && end <= LongestField)
        {
            return raw;
        }

        using var tamed = new MemoryStream();
        var cut = !isWhole;
        for (var start = 0; start < end;)
        {
            var next = NextField(head, start, end);
            var length = Math.Min(next - start, LongestField);
            cut |= length < next - start;
            tamed.Write(head, start, length);
            if (head[start + length - 1] != '\n')
            {
                tamed.WriteByte((byte)'\n');
            }

            start = next;
        }

        if (!cut)
        {
            return raw;
        }

        var mail = new ChainedStream();
        mail.Add(new MemoryStream(tamed.ToArray(), writable: false));
        mail.Add(new BoundStream(raw, isWhole ? end : BodyStart(raw), -1, leaveOpen: true), leaveOpen: true);
        return mail;
    }

    /// <summary>Behind the last field's line end: where the empty line starts, or the end of the bytes.</summary>
    static int EndOfHeader(ReadOnlySpan<byte> head)
    {
        for (var i = 0; i < head.Length;)
        {
            if (head[i] == '\n' || (head[i] == '\r' && i + 1 < head.Length && head[i + 1] == '\n'))
            {
                return i;
            }

            i = NextLine(head, i, head.Length);
        }

        return head.Length;
    }

    /// <summary>Where the empty line starts in a mail whose header is longer than what we keep of it; the end when there is none.</summary>
    static long BodyStart(Stream raw)
    {
        var buffer = new byte[64 * 1024];
        var position = 0L;
        var line = 0L;
        var lineIsEmpty = true;
        raw.Position = 0;
        for (int read; (read = raw.Read(buffer)) > 0; position += read)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == '\n' && lineIsEmpty)
                {
                    return line;
                }

                lineIsEmpty = buffer[i] == '\n' || (lineIsEmpty && buffer[i] == '\r');
                line = buffer[i] == '\n' ? position + i + 1 : line;
            }
        }

        return raw.Length;
    }

    static int NextField(ReadOnlySpan<byte> head, int start, int end)
    {
        var i = NextLine(head, start, end);
        while (i < end && head[i] is (byte)' ' or (byte)'\t')
        {
            i = NextLine(head, i, end);
        }

        return i;
    }

    static int NextLine(ReadOnlySpan<byte> head, int start, int end) =>
        head[start..end].IndexOf((byte)'\n') is var at and >= 0 ? start + at + 1 : end;
}
