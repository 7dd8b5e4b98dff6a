using System.Text;

namespace Helpdesk.Tests.Support;

/// <summary>Breaks the sample mails at random: bytes turned, cut out, doubled, mixed with another mail's, headers and borders spoilt. The same for the same seed.</summary>
sealed class MailMutator(int seed)
{
    static readonly byte[][] Samples = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>What readers stumble over.</summary>
    static readonly byte[][] Words =
    [.. ((string[])
    [
        "\0", "\r", "\n", "\r\n\r\n", "--", "=?utf-8?B?", "=?x?q?=FF?=", "?=", "Content-Type: multipart/mixed; boundary=\"\"\r\n", "Content-Type: message/rfc822\r\n\r\n",
        "Content-Type: text/html; charset=utf-16\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: x-none\r\n", "Content-Disposition: attachment; filename*0*=utf-8''%FF%00\r\n",
        "boundary=", "charset=unknown-8bit", "\u00ff\u00fe", "<<<", "<!--", "<div>", "&#x110000;", "(((((", "\"", ";", "From: ", "Date: 99", "References: <", "begin 644 a\r\n",
    ]).Select(Encoding.Latin1.GetBytes)];

    readonly Random random = new(seed);

    public byte[] Next()
    {
        List<byte> mail = [.. Any(Samples)];
        for (var changes = random.Next(1, 12); changes > 0; changes--)
        {
            var at = random.Next(mail.Count + 1);
            var length = Math.Min(random.Next(random.Next(3) == 0 ? 2_000 : 40), mail.Count - at);
            switch (random.Next(7))
            {
                case 0 when at < mail.Count:
                    mail[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mail.RemoveRange(at, length);
                    break;
                case 2:
                    mail.InsertRange(random.Next(mail.Count + 1), mail.GetRange(at, length));
                    break;
                case 3:
                    var other = Any(Samples);
                    var from = random.Next(other.Length);
                    mail.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(3_000))]);
                    break;
                case 4:
                    mail.RemoveRange(at, random.Next(8) == 0 ? mail.Count - at : 0);
                    break;
                case 5:
                    for (var times = random.Next(1, random.Next(20) == 0 ? 500 : 4); times > 0; times--)
                    {
                        mail.InsertRange(at, Any(Words));
                    }

                    break;
                default:
                    mail.InsertRange(at, Any(Words));
                    break;
            }
        }

        return [.. mail];
    }

    T Any<T>(T[] of) => of[random.Next(of.Length)];
}
