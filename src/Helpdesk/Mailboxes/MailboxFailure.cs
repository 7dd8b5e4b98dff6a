namespace Helpdesk.Mailboxes;

/// <summary>A mailbox could not be read: one sentence that names it, the cause and the mending step.</summary>
/// <remarks>What was stored before stays; the next poll goes on from there.</remarks>
sealed class MailboxFailure(string sentence, Exception cause) : Exception(sentence, cause);
