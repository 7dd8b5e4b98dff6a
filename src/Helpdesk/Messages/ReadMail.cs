using Helpdesk.Text;

namespace Helpdesk.Messages;

/// <summary>A mail as read from its bytes: what the rest of the house needs, clean for the database.</summary>
/// <param name="MessageId">The Message-ID without angle brackets; a hint, never an identity.</param>
/// <param name="References">The ids of earlier messages of the thread, oldest first, In-Reply-To last.</param>
/// <param name="SentAt">The Date header in UTC; null when missing or unreadable.</param>
/// <param name="Body">The whole text as received; HTML turned to text.</param>
/// <param name="Automatic">Why the mail is machine-made; null when a person wrote it.</param>
/// <param name="IsWebForm">A person's request, carried by the website.</param>
/// <param name="Fingerprint">SHA-256 over Message-ID and content (32 bytes): the message's identity.</param>
sealed record ReadMail(
    string? MessageId,
    IReadOnlyList<string> References,
    DateTimeOffset? SentAt,
    string FromName,
    string FromAddress,
    IReadOnlyList<string> Recipients,
    string Subject,
    string Body,
    MailText Text,
    IReadOnlyList<string> Attachments,
    string? Automatic,
    bool IsWebForm,
    byte[] Fingerprint)
{
    /// <summary>The part of the sender's address behind the @, lower case; empty when there is none.</summary>
    public string FromDomain => FromAddress.LastIndexOf('@') is var at and >= 0 ? FromAddress[(at + 1)..].ToLowerInvariant() : "";
}
