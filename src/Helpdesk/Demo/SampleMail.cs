using System.Text;
using Helpdesk.Classification;
using MimeKit;

namespace Helpdesk.Demo;

/// <summary>Writes one sample mail as MIME, in the shapes mail really has: plain, HTML, both, several charsets, attachments, replies.</summary>
static class SampleMail
{
    static SampleMail() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>One mail of the demonstration, made from a sample text under an invented name.</summary>
    /// <param name="sample">The text; its sender's name is replaced throughout.</param>
    /// <param name="parent">The message this one answers, if any.</param>
    public static MimeMessage Write(MailSample sample, string id, DateTimeOffset sent, string mailbox, MimeMessage? parent, Random random)
    {
        var (first, last) = Names.Next(random);
        var renamed = Rename(sample, first, last);
        var message = new MimeMessage
        {
            MessageId = id,
            Date = sent,
            Subject = sample.Subject,
        };
        message.From.Add(new MailboxAddress(renamed.Name, renamed.Address));
        message.To.Add(new MailboxAddress("", $"{mailbox}@{DemoPlan.Domain}"));
        if (parent is not null)
        {
            message.InReplyTo = parent.MessageId;
            message.References.AddRange(parent.References);
            message.References.Add(parent.MessageId!);
        }

        var text = Body(renamed.Body, random);
        if (sample.Attachments.Count == 0)
        {
            message.Body = text;
            return message;
        }

        var mixed = new Multipart("mixed") { text };
        foreach (var name in sample.Attachments)
        {
            mixed.Add(Attachment(name, random));
        }

        message.Body = mixed;
        return message;
    }

    static (string Name, string Address, string Body) Rename(MailSample sample, string first, string last)
    {
        var domain = sample.From.Split('@').Last();
        var names = sample.FromName.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != 2 || !names.All(n => n.All(char.IsLetter)))
        {
            return (sample.FromName, sample.From, sample.Body);
        }

        var body = sample.Body.Replace(sample.FromName, $"{first} {last}", StringComparison.Ordinal);
        body = System.Text.RegularExpressions.Regex.Replace(body, $@"\b{names[0]}\b", first);
        return ($"{first} {last}", $"{first}.{last}@{domain}".ToLowerInvariant(), body);
    }

    static MimeEntity Body(string text, Random random)
    {
        var charset = random.Next(10) switch { < 6 => "utf-8", < 8 => "iso-8859-1", _ => "windows-1252" };
        return random.Next(20) switch
        {
            < 9 => Plain(text, charset),
            < 17 => new MultipartAlternative { Plain(text, charset), Html(text, charset) },
            _ => Html(text, charset),
        };
    }

    static TextPart Plain(string text, string charset) => Part("plain", text, charset);

    static TextPart Html(string text, string charset) => Part("html", Markup(text), charset);

    static TextPart Part(string subtype, string text, string charset)
    {
        var part = new TextPart(subtype);
        var encoding = Encoding.GetEncoding(charset, new EncoderExceptionFallback(), new DecoderExceptionFallback());
        try
        {
            part.SetText(encoding, text);
        }
        catch (EncoderFallbackException)
        {
            part.SetText(Encoding.UTF8, text);
        }

        return part;
    }

    /// <summary>As mail programs write it: a div for each line, quoted lines in a blockquote, a styled head and nothing remote.</summary>
    static string Markup(string text)
    {
        var html = new StringBuilder("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html\"><style>p{margin:0;font-family:Calibri}</style></head><body>");
        var quoted = false;
        foreach (var line in text.Split('\n'))
        {
            var isQuoted = line.StartsWith('>');
            if (isQuoted != quoted)
            {
                html.Append(isQuoted ? "<blockquote type=\"cite\">" : "</blockquote>");
                quoted = isQuoted;
            }

            var content = System.Net.WebUtility.HtmlEncode(isQuoted ? line[1..].TrimStart() : line);
            html.Append("<div>").Append(content.Length == 0 ? "<br>" : content).Append("</div>\r\n");
        }

        return html.Append(quoted ? "</blockquote>" : "").Append("</body></html>").ToString();
    }

    static MimePart Attachment(string name, Random random)
    {
        var bytes = new byte[random.Next(2_000, 24_000)];
        random.NextBytes(bytes);
        return new MimePart(MimeTypes.GetMimeType(name))
        {
            Content = new MimeContent(new MemoryStream(bytes)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = name,
        };
    }
}
