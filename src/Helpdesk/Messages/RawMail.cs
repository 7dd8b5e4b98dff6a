namespace Helpdesk.Messages;

/// <summary>A mail as it came: where it lies, when the server got it, and its bytes.</summary>
/// <param name="Uid">IMAP UID within the folder and its UIDVALIDITY.</param>
/// <param name="ReceivedAt">The server's INTERNALDATE.</param>
/// <param name="Bytes">The raw message (RFC 5322), as the server gave it.</param>
sealed record RawMail(uint Uid, DateTimeOffset ReceivedAt, byte[] Bytes);
