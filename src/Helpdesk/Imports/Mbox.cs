using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Imports;

/// <summary>Reads an mbox file (RFC 4155; mboxo and mboxrd): mails between "From " lines, quoted ones unquoted.</summary>
static class Mbox
{
    /// <exception cref="Refusal">The file does not start as an mbox does.</exception>
    public static IReadOnlyList<MailSource> Read(string path)
    {
        var starts = Starts(path);
        if (starts.Count == 0)
        {
            throw new Refusal($"{path} is no mbox: its first line does not start with 'From '.");
        }

        var length = new FileInfo(path).Length;
        return [.. starts.Select((s, i) => new MailSource(i + 1, s.At, () => Mail(path, s.Position, i + 1 < starts.Count ? starts[i + 1].Position : length)))];
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
    static byte[] Mail(string path, long from, long to)
    {
        using var file = File.OpenRead(path);
        file.Position = from;
        var raw = new byte[to - from];
        file.ReadExactly(raw);
        using var mail = new MemoryStream(raw.Length);
        for (var start = raw.AsSpan().IndexOf((byte)'\n') + 1; start < raw.Length;)
        {
            var end = raw.AsSpan(start).IndexOf((byte)'\n') is var at and >= 0 ? start + at + 1 : raw.Length;
            var line = raw.AsSpan(start, end - start);
            mail.Write(line.TrimStart((byte)'>') is var bare && bare.Length < line.Length && bare.StartsWith("From "u8) ? line[1..] : line);
            start = end;
        }

        return mail.ToArray();
    }
}
