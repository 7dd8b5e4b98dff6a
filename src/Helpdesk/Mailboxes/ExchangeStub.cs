using Helpdesk.Messages;

namespace Helpdesk.Mailboxes;

/// <summary>Recognises the note that Exchange hands out in place of a mail it cannot convert.</summary>
/// <remarks>"Retrieval using the IMAP4 protocol failed for the following message": the mail itself may come hours later.</remarks>
static class ExchangeStub
{
    /// <summary>The note is short; a mail longer than this only quotes it.</summary>
    const int Longest = 32 * 1024;

    public static bool Is(RawContent content)
    {
        if (content.Length > Longest)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[2048];
        var read = content.Open().ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..read].IndexOf("Retrieval using the IMAP4 protocol failed for the following message"u8) >= 0
            && bytes[..read].IndexOf("Microsoft Exchange"u8) >= 0;
    }
}
