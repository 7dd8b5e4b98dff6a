using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>A mailbox's one connection for as long as somebody reads it; a broken one is replaced in place.</summary>
sealed class ImapSession(MailboxOptions mailbox, ImapClient client) : IDisposable
{
    public MailboxOptions Mailbox => mailbox;

    public ImapClient Client { get; private set; } = client;

    public static async Task<ImapSession> OpenAsync(ImapConnection connections, MailboxOptions mailbox, CancellationToken stop) =>
        new(mailbox, await connections.OpenAsync(mailbox, stop));

    /// <summary>Drops the connection and opens a new one.</summary>
    /// <exception cref="MailboxFailure">The server does not let us in again.</exception>
    public async Task RenewAsync(ImapConnection connections, CancellationToken stop)
    {
        Client.Dispose();
        Client = await connections.OpenAsync(mailbox, stop);
    }

    public void Dispose() => Client.Dispose();
}
