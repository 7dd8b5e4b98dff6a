using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Imports;

/// <summary>Reads an mbox file (RFC 4155; mboxo and mboxrd): mails between "From " lines, quoted ones unquoted.</summary>
static class Mbox
{
    /// <summary>64 KB of the first mail tell the file from any other, and stay when it grows.</summary>
    const int LongestHead = 64 * 1024;

    /// <summary>The mails, and the bytes by which the file is known again; null when it does not start as an mbox does.</summary>
    public static (byte[] Head, IReadOnlyList<MailSource> Mails)? Read(string path)
    {
        var starts = Starts(path);
        if (starts is not [(0, _), ..])
        {
            return null;
        }

        var length = new FileInfo(path).Length;
        MailSource[] mails = [.. starts.Select((s, i) => new MailSource(i + 1, s.At, () => Mail(path, s.Position, i + 1 < starts.Count ? starts[i + 1].Position : length)))];
        using var file = File.OpenRead(path);
        var head = new byte[(int)Math.Min(LongestHead, starts.Count > 1 ? starts[1].Position : length)];
        file.ReadExactly(head);
        // The line end before a second mail belongs to the file and not to the first one.
        return (head.AsSpan().TrimEnd("\r\n"u8).ToArray(), mails);
    }

    /// <summary>Where each "From " line begins, and the date it carries.</summary>
    static List<(long Position, DateTimeOffset At)> Starts(string path)
    {
        using var file = new BufferedStream(File.OpenRead(path), 1 << 20);
        var starts = new List<(long, DateTimeOffset)>();
        var line = new List<byte>();
        var afterEmpty = true;
        long position = 0, begin = 0;
        for (int b; (b = file.ReadByte()) >= 0;)
        {
            position++;
            if (line.Count < 200)
            {
                line.Add((byte)b);
            }

            if (b == '\n')
            {
                if (afterEmpty && IsFrom(line))
                {
                    starts.Add((begin, Date(line)));
                }

                afterEmpty = line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
                line.Clear();
                begin = position;
            }
        }

        return starts;
    }

    static bool IsFrom(List<byte> line) => line.Count > 5 && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line).StartsWith("From "u8);

    /// <summary>"From someone@somewhere Tue Jun 11 09:30:00 2019", in UTC as RFC 4155 says.</summary>
    static DateTimeOffset Date(List<byte> line)
    {
        var words = System.Text.Encoding.Latin1.GetString([.. line]).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return DateTimeOffset.TryParseExact(string.Join(' ', words.Skip(2).Take(5)), "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch;
    }

    /// <summary>The mail without its "From " line, one &gt; taken from before each quoted one (mboxrd; mboxo never has more).</summary>
    static RawContent Mail(string path, long from, long to)
    {
        using var file = new BufferedStream(File.OpenRead(path), 64 * 1024);
        file.Position = from;
        var left = to - from;
        while (left > 0 && file.ReadByte() != '\n')
        {
            left--;
        }

        left = Math.Max(0, left - 1);
        var spilled = left > MailSource.LargestInMemory ? NamelessFile.Create() : null;
        Stream mail = spilled is null ? new MemoryStream((int)left) : spilled;
        CopyUnquoted(file, left, mail);
        if (spilled is null)
        {
            return new(((MemoryStream)mail).ToArray());
        }

        spilled.Flush();
        spilled.Keep();
        return new(spilled);
    }

    static void CopyUnquoted(Stream file, long length, Stream mail)
    {
        var word = "From "u8;
        var atStart = true;
        var (quotes, matched) = (0, 0);
        for (; length > 0 && file.ReadByte() is var b and >= 0; length--)
        {
            if (atStart && matched == 0 && b == '>')
            {
                quotes++;
                continue;
            }

            if (atStart && b == word[matched])
            {
                matched++;
                if (matched == word.Length)
                {
                    Write(quotes - 1, matched);
                }

                continue;
            }

            if (atStart)
            {
                Write(quotes, matched);
            }

            mail.WriteByte((byte)b);
            if (b == '\n')
            {
                (atStart, quotes, matched) = (true, 0, 0);
            }
        }

        if (atStart)
        {
            Write(quotes, matched);
        }

        void Write(int marks, int letters)
        {
            for (; marks > 0; marks--)
            {
                mail.WriteByte((byte)'>');
            }

            mail.Write("From "u8[..letters]);
            (atStart, quotes, matched) = (false, 0, 0);
        }
    }
}
