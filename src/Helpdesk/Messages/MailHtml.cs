using System.Text;
using MimeKit;

namespace Helpdesk.Messages;

/// <summary>The HTML that a mail carries, untouched; only ever shown cleaned.</summary>
static class MailHtml
{
    static readonly ParserOptions Options = new() { CharsetEncoding = Encoding.GetEncoding("iso-8859-1"), MaxMimeDepth = 256 };

    static MailHtml() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Null when the mail has none.</summary>
    /// <exception cref="UnreadableMail">The bytes are no mail.</exception>
    public static string? Of(byte[] raw)
    {
        try
        {
            using var bytes = HeaderBlock.Tame(new MemoryStream(raw, writable: false));
            using var message = new MimeParser(Options, bytes, MimeFormat.Entity, persistent: true).ParseMessage();
            return message.HtmlBody;
        }
        // The border of one message: whatever its bytes make a parser throw is this message's own matter.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new UnreadableMail("parse", e);
        }
    }
}
