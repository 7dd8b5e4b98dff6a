namespace Helpdesk.Messages;

/// <summary>A mail as it came: where it lies, when the server got it, and its bytes.</summary>
/// <param name="Uid">IMAP UID within the folder and its UIDVALIDITY; for imported files a number that stays the same for the same file.</param>
/// <param name="ReceivedAt">The server's INTERNALDATE.</param>
/// <param name="Content">The raw message (RFC 5322), as the server gave it.</param>
/// <param name="Shortfall">What the server would not hand out, when a part is all that could be had; null for a whole mail.</param>
sealed record RawMail(long Uid, DateTimeOffset ReceivedAt, RawContent Content, string? Shortfall = null) : IDisposable
{
    public void Dispose() => Content.Dispose();
}
