namespace Helpdesk.Messages;

/// <summary>A folder as mail is stored under it; with a UID it names a delivery.</summary>
/// <param name="Folder">The folder's row.</param>
/// <param name="Mailbox">The mailbox's row.</param>
/// <param name="UidValidity">The server's UIDVALIDITY when the batch was read.</param>
sealed record Place(int Folder, short Mailbox, uint UidValidity);
