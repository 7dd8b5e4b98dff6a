using System.Text;

namespace Helpdesk.Tests.Support;

/// <summary>Mails that break readers: broken, absurd, or made to blow them up. Each with a name.</summary>
static class HostileMail
{
    const string Head = "From: Priya Nair <priya.nair@calderwyn.example>\nTo: helpdesk@secas.example\nDate: Thu, 14 Mar 2019 09:26:50 +0000\n";

    /// <summary>Small ones, which any reader must take in its stride.</summary>
    public static IReadOnlyDictionary<string, byte[]> Small { get; } = Lines(new()
    {
        ["NUL in the body"] = Mail("nul body", "Content-Type: text/plain\n", "a\0b\0\0c\n"),
        ["NUL in the header"] = Head + "Subject: a\0b\nMessage-ID: <nul-header@x.example>\n\nx\n",
        ["raw Latin-1 in the header"] = "From: M\u00fcller <m@x.example>\nSubject: Gr\u00f6\u00dfe \u0080\nMessage-ID: <latin@x.example>\n\nx\n",
        ["raw UTF-8 in the header"] = Utf8("From: Müller <m@x.example>\nSubject: Größe 日本\nMessage-ID: <utf8@x.example>\n\nx\n"),
        ["no date"] = "From: a@x.example\nSubject: no date\nMessage-ID: <nodate@x.example>\n\nx\n",
        ["no Message-ID"] = "From: a@x.example\nSubject: no id\nDate: Thu, 14 Mar 2019 09:26:50 +0000\n\nx\n",
        ["no sender"] = "Subject: nobody\n\nx\n",
        ["no header"] = "\njust a body\n",
        ["only header"] = "From: a@x.example\nSubject: only a header",
        ["two of each"] = "Message-ID: <one@x.example>\nMessage-ID: <two@x.example>\nFrom: a@x.example\nSubject: s\nSubject: t\n\nx\n",
        ["year 9999"] = "From: a@x.example\nSubject: late\nDate: Fri, 31 Dec 9999 23:59:59 -1200\nMessage-ID: <y9999@x.example>\n\nx\n",
        ["year 1"] = "From: a@x.example\nSubject: early\nDate: Mon, 1 Jan 0001 00:00:00 +1400\nMessage-ID: <y1@x.example>\n\nx\n",
        ["no such date"] = "From: a@x.example\nSubject: odd\nDate: 99 Foo 2024 25:61:61 +9999\nMessage-ID: <odd@x.example>\n\nx\n",
        ["no such charset"] = Mail("charset", "Content-Type: text/plain; charset=x-no-such-charset\nContent-Transfer-Encoding: 8bit\n", "Gr\u00f6\u00dfe\n"),
        ["UTF-7"] = Mail("utf-7", "Content-Type: text/plain; charset=utf-7\n", "+AGE-\n"),
        ["wrong charset"] = Mail("wrong", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", "Gr\u00f6\u00dfe\n"),
        ["lone surrogate"] = Mail("surrogate", "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n", Convert.ToBase64String([0xff, 0xfe, 0x41, 0, 0, 0xd8, 0x42, 0]) + "\n"),
        ["lone surrogate in the subject"] = Head + "Subject: =?utf-16?B?ANhB?= and on\nMessage-ID: <surrogate@x.example>\n\nx\n",
        ["broken quoted-printable"] = Mail("qp", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n", "=ZZ=C3=\n=\n=3\n"),
        ["broken base64"] = Mail("b64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", "!!!!====AAA\n"),
        ["broken content type"] = Mail("ct", "Content-Type: ;;;=\"\n", "hello\n"),
        ["multipart without boundary"] = Mail("nb", "Content-Type: multipart/mixed\n", "--x\n\nhello\n--x--\n"),
        ["multipart without end"] = Mail("ut", "Content-Type: multipart/mixed; boundary=\"q\"\n", "--q\nContent-Type: text/plain\n\nhello\n--q\nContent-Type: application/pdf; name=\"../../etc/passwd\"\nContent-Transfer-Encoding: base64\n\nAAAA"),
        ["mbox line"] = "From a@x.example Mon Jan  1 00:00:00 2024\nFrom: a@x.example\nSubject: mbox\nMessage-ID: <mbox@x.example>\n\nx\n",
        ["bare CR"] = "From: a@x.example\nSubject: s\rX: y\nMessage-ID: <cr@x.example>\n\na\rb\r\rc\n",
        ["subject of 300 characters"] = Mail(new string('s', 300), "", "x\n"),
        ["subject of 10,000 characters"] = Mail(new string('s', 10_000), "", "x\n"),
    });

    /// <summary>Large ones, each made to cost a careless reader minutes or gigabytes.</summary>
    public static IReadOnlyDictionary<string, byte[]> Large { get; } = Lines(new()
    {
        ["10,000 parts"] = Mail("parts", "Content-Type: multipart/mixed; boundary=\"q\"\n", string.Concat(Enumerable.Range(0, 10_000).Select(i => $"--q\nContent-Type: text/plain; name=a{i}.txt\nContent-Disposition: attachment; filename=a{i}.txt\n\nx\n")) + "--q--\n"),
        ["10,000 text parts"] = Mail("texts", "Content-Type: multipart/mixed; boundary=\"q\"\n", string.Concat(Enumerable.Repeat("--q\n\nx\n", 10_000)) + "--q--\n"),
        ["1,000 levels of multipart"] = Mail("levels", "", "").TrimEnd('\n') + "\n" + Nested(1_000),
        ["1,000 levels of attached mail"] = string.Concat(Enumerable.Repeat(Head + "Subject: level\nContent-Type: message/rfc822\n\n", 1_000)) + Mail("inner", "", "deep\n"),
        ["200,000 nested div"] = Mail("divs", "Content-Type: text/html\n", string.Concat(Enumerable.Repeat("<div>\n", 200_000)) + "the end\n"),
        ["nested tables"] = Mail("tables", "Content-Type: text/html\n", string.Concat(Enumerable.Repeat("<table><tr><td>\n", 30_000)) + "the end\n"),
        ["attribute without end"] = Mail("attribute", "Content-Type: text/html\n", "<a href=\"" + string.Concat(Enumerable.Repeat("x\n", 2_500_000))),
        ["comment without end"] = Mail("comment", "Content-Type: text/html\n", "<!--" + string.Concat(Enumerable.Repeat("-\n", 2_500_000))),
        ["entities"] = Mail("entities", "Content-Type: text/html\n", string.Concat(Enumerable.Repeat("&amp;&lt;&nbsp;&#x41;&CounterClockwiseContourIntegral;\n", 100_000))),
        ["nothing but <"] = Mail("lt", "Content-Type: text/html\n", string.Concat(Enumerable.Repeat("<\n", 1_500_000))),
        ["header line of 10 MB"] = "From: a@x.example\nSubject: " + new string('x', 10_000_000) + "\n\nx\n",
        ["200,000 headers"] = "From: a@x.example\nSubject: many\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"X-H{i}: v\n")) + "\nx\n",
        ["100,000 references"] = "From: a@x.example\nSubject: references\nReferences: " + string.Join("\n ", Enumerable.Range(0, 100_000).Select(i => $"<{i}@x.example>")) + "\n\nx\n",
        ["100,000 recipients"] = "From: a@x.example\nSubject: recipients\nTo: " + string.Join(",\n ", Enumerable.Range(0, 100_000).Select(i => $"\"User {i}\" <u{i}@x.example>")) + "\n\nx\n",
        ["nested groups"] = "From: a@x.example\nTo: " + string.Concat(Enumerable.Repeat("g:(", 5_000)) + "\nSubject: groups\n\nx\n",
        ["nested comments"] = "From: " + new string('(', 100_000) + " a@x.example\nSubject: comments\n\nx\n",
        ["encoded words"] = "From: a@x.example\nSubject: " + string.Join("\n ", Enumerable.Repeat("=?utf-8?B?w6Q=?=", 100_000)) + "\n\nx\n",
        ["10,000 pieces of a name"] = Mail("pieces", "Content-Type: application/pdf;\n " + string.Join(";\n ", Enumerable.Range(0, 10_000).Select(i => $"name*{i}=aaaaaaaaaa")) + "\n", "x\n"),
        ["a line of 8 MB"] = Mail("line", "Content-Type: text/plain\n", new string('x', 8_000_000) + "\n"),
    });

    /// <summary>A mail with one attachment of this many bytes, written out piece by piece.</summary>
    public static void WriteHuge(string path, long bytes)
    {
        using var file = new StreamWriter(path, append: false, Encoding.ASCII) { NewLine = "\r\n" };
        file.Write(Mail("huge", "Content-Type: multipart/mixed; boundary=\"q\"\n", "--q\nContent-Type: text/plain\n\nsee the file\n--q\nContent-Type: application/zip; name=huge.zip\nContent-Disposition: attachment; filename=huge.zip\nContent-Transfer-Encoding: base64\n\n").Replace("\n", "\r\n", StringComparison.Ordinal));
        var line = new string('Q', 76);
        for (var written = 0L; written < bytes; written += 78)
        {
            file.WriteLine(line);
        }

        file.WriteLine("--q--");
    }

    static string Mail(string subject, string headers, string body) => $"{Head}Subject: {subject}\nMessage-ID: <{subject.GetHashCode(StringComparison.Ordinal) & 0xffffff}.{headers.Length}.{body.Length}@x.example>\nMIME-Version: 1.0\n{headers}\n{body}";

    static string Nested(int levels) =>
        string.Concat(Enumerable.Range(0, levels).Select(i => $"Content-Type: multipart/mixed; boundary=\"b{i}\"\n\n--b{i}\n"))
        + "Content-Type: text/plain\n\ndeep\n"
        + string.Concat(Enumerable.Range(0, levels).Reverse().Select(i => $"--b{i}--\n"));

    static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    static Dictionary<string, byte[]> Lines(Dictionary<string, string> mails) =>
        mails.ToDictionary(m => m.Key, m => Encoding.Latin1.GetBytes(m.Value.Replace("\n", "\r\n", StringComparison.Ordinal)));
}
