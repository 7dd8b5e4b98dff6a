using System.Text;
using Helpdesk.Text;
using MimeKit;

namespace Helpdesk.Messages;

/// <summary>Reads a mail's bytes: any charset, any nesting, broken or not.</summary>
static class MessageReader
{
    static readonly ParserOptions Options = new() { CharsetEncoding = Encoding.GetEncoding("iso-8859-1"), MaxMimeDepth = 256 };

    /// <summary>Ids of a thread beyond this many are old news; a References header can hold a hundred thousand.</summary>
    const int MostReferences = 50;

    const int MostNames = 1_000;

    /// <summary>Mail programs split a text around a picture or two; ten thousand parts are an attack.</summary>
    const int MostTextParts = 20;

    static MessageReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="UnreadableMail">The bytes are no mail; park them.</exception>
    public static ReadMail Read(RawContent raw)
    {
        try
        {
            using var message = new MimeParser(Options, HeaderBlock.Tame(raw.Open()), MimeFormat.Entity, persistent: true).ParseMessage();
            return From(message);
        }
        // The border of one message: whatever its bytes make a parser throw is this message's own matter.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new UnreadableMail("parse", e);
        }
    }

    static ReadMail From(MimeMessage message)
    {
        var body = CleanText.Of(Body(message));
        var from = message.From.Mailboxes.FirstOrDefault() ?? message.Sender;
        var messageId = string.IsNullOrWhiteSpace(message.MessageId) ? null : CleanText.Of(message.MessageId);
        var fromAddress = CleanText.Of(from?.Address);
        var subject = CleanText.Of(message.Subject);
        string[] recipients = [.. message.To.Mailboxes.Concat(message.Cc.Mailboxes).Take(MostNames).Select(m => CleanText.Of(m.Address))];
        string[] attachments = [.. message.Attachments.Take(MostNames).Select(Name).Where(n => n.Length > 0)];
        var isWebForm = WebForm.Is(body);
        return new(
            messageId,
            [.. References(message)],
            SentAt(message),
            CleanText.Of(from?.Name),
            fromAddress,
            recipients,
            subject,
            body,
            MailText.From(body),
            attachments,
            AutomaticMail.Reason(message, isWebForm),
            isWebForm,
            Fingerprint.Of(messageId, message.Headers["Date"], fromAddress, recipients, subject, body, attachments));
    }

    /// <summary>The plain text where there is one with words in it, else the HTML as text; forwarded mail attached as a message joins below.</summary>
    static string Body(MimeMessage message)
    {
        var reader = new BoundedText();
        var text = Own(message, reader);
        foreach (var forwarded in message.Attachments.OfType<MessagePart>().Where(p => p.Message is not null).Take(3))
        {
            text += $"\n\n---------- Forwarded message ----------\nSubject: {forwarded.Message!.Subject}\n\n{Own(forwarded.Message, reader)}";
        }

        return text;
    }

    static string Own(MimeMessage message, BoundedText reader)
    {
        TextPart[] parts = [.. message.BodyParts.OfType<TextPart>().Where(p => !p.IsAttachment).Take(MostTextParts)];
        var plain = string.Join("\n\n", parts.Where(p => p.IsPlain).Select(reader.Of));
        return !string.IsNullOrWhiteSpace(plain) ? plain
            : parts.FirstOrDefault(p => p.IsHtml) is { } html ? HtmlText.From(reader.Of(html))
            : parts.FirstOrDefault() is { } other ? reader.Of(other) : "";
    }

    static IEnumerable<string> References(MimeMessage message)
    {
        var ids = message.References.Take(MostReferences).ToList();
        if (message.InReplyTo is { Length: > 0 } parent && !ids.Contains(parent))
        {
            ids.Add(parent);
        }

        return ids.Select(CleanText.Of);
    }

    /// <summary>MimeKit says year 1 for a Date header it cannot read.</summary>
    static DateTimeOffset? SentAt(MimeMessage message) => message.Date.Year <= 1 ? null : message.Date.ToUniversalTime();

    static string Name(MimeEntity attachment)
    {
        var name = attachment switch
        {
            MimePart part => part.FileName,
            MessagePart { Message: { } inner } => $"{inner.Subject}.eml",
            _ => attachment.ContentType.Name,
        };
        return CleanText.Of(Path.GetFileName(name?.Replace('\\', '/')));
    }
}
