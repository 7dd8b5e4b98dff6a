using System.Globalization;
using System.Text;
using Helpdesk.Classification;
using MimeKit;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>Mail of realistic sizes: sample texts with the history that replies drag along, Outlook's markup, attachments up to 2 MB.</summary>
/// <remarks>From a fixed seed: every run measures the same bytes.</remarks>
sealed class IngestMail(IReadOnlyList<MailSample> samples, int seed)
{
    const int LargestAttachment = 2_000_000;

    static readonly DateTimeOffset First = new(2018, 6, 1, 8, 0, 0, TimeSpan.Zero);

    readonly Random random = new(seed);
    readonly Queue<string> earlier = new();

    /// <summary>Fills a Maildir; the mails' times spread over thirteen months.</summary>
    /// <returns>All their bytes, and the size of the middle one.</returns>
    public (long Bytes, long Median) Fill(string maildir, int mails, bool withAttachments = true)
    {
        var sizes = new List<long>();
        for (var number = 1; number <= mails; number++)
        {
            var at = First.AddMinutes(number * (395.0 * 24 * 60 / mails));
            var name = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.M{number:D6}.bench:2,{(number % 3 == 0 ? "" : "S")}");
            var path = Path.Combine(maildir, "cur", name);
            using (var file = File.Create(path))
            using (var message = Write(number, at, withAttachments))
            {
                message.WriteTo(file);
                sizes.Add(file.Length);
            }

            File.SetLastWriteTimeUtc(path, at.UtcDateTime);
        }

        return (sizes.Sum(), sizes.Order().ElementAt(sizes.Count / 2));
    }

    /// <summary>One mail; every third answers an earlier one.</summary>
    public MimeMessage Write(int number, DateTimeOffset at, bool withAttachments)
    {
        var sample = samples[random.Next(samples.Count)];
        var message = new MimeMessage { MessageId = string.Create(CultureInfo.InvariantCulture, $"{number}.{seed}@bench.example"), Date = at.AddSeconds(-20), Subject = sample.Subject };
        message.From.Add(new MailboxAddress(sample.FromName, sample.From));
        message.To.Add(new MailboxAddress("", "helpdesk@secas.example"));
        if (earlier.Count > 50 && random.Next(3) == 0)
        {
            var parent = earlier.Dequeue();
            message.InReplyTo = parent;
            message.References.Add(parent);
        }

        earlier.Enqueue(message.MessageId);
        message.Headers.Add("Received", string.Create(CultureInfo.InvariantCulture, $"from mx.bench.example by mx.secas.example with ESMTPS; {at:ddd, dd MMM yyyy HH:mm:ss} +0000"));
        var text = History(sample);
        MimeEntity body = random.Next(20) switch
        {
            < 7 => new TextPart("plain") { Text = text },
            < 17 => new MultipartAlternative { new TextPart("plain") { Text = text }, new TextPart("html") { Text = Markup(text) } },
            _ => new TextPart("html") { Text = Markup(text) },
        };
        message.Body = withAttachments && random.Next(100) < 22 ? new Multipart("mixed") { body } : body;
        if (message.Body is Multipart { ContentType.MediaSubtype: "mixed" } mixed)
        {
            for (var files = 1 + (random.Next(3) / 2); files > 0; files--)
            {
                mixed.Add(Attachment());
            }
        }

        return message;
    }

    /// <summary>The sample's words over up to six quoted earlier mails.</summary>
    string History(MailSample sample)
    {
        var text = new StringBuilder(sample.Body);
        for (var quoted = random.Next(7); quoted > 0; quoted--)
        {
            var older = samples[random.Next(samples.Count)];
            text.Append(CultureInfo.InvariantCulture, $"\n\nFrom: {older.FromName}\nSent: {older.Date:dddd, d MMMM yyyy HH:mm}\nTo: helpdesk\nSubject: {older.Subject}\n\n{older.Body}");
        }

        return text.ToString();
    }

    static string Markup(string text)
    {
        var html = new StringBuilder("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style>p.MsoNormal{margin:0cm;font-size:11.0pt;font-family:\"Calibri\",sans-serif}</style></head><body lang=\"EN-GB\" link=\"blue\"><div class=\"WordSection1\">");
        foreach (var line in text.Split('\n'))
        {
            html.Append("<p class=\"MsoNormal\"><span style=\"font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D\">")
                .Append(line.Length == 0 ? "<o:p>&nbsp;</o:p>" : System.Net.WebUtility.HtmlEncode(line)).Append("</span></p>\r\n");
        }

        return html.Append("</div></body></html>").ToString();
    }

    MimePart Attachment()
    {
        // Log-normal: most are some tens of kilobytes, a few go to the limit.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var bytes = new byte[(int)Math.Min(LargestAttachment, 55_000 * Math.Exp(1.35 * normal))];
        random.NextBytes(bytes);
        return new MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(bytes)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = $"document {random.Next(1000)}.pdf",
        };
    }
}
