namespace Helpdesk.Mailboxes;

/// <summary>A mailbox's one connection for as long as somebody reads it; a broken one is replaced in place.</summary>
sealed class ImapSession(MailboxOptions mailbox, SpillingImapClient client) : IDisposable
{
    public MailboxOptions Mailbox => mailbox;

    public SpillingImapClient Client { get; private set; } = client;

    public static async Task<ImapSession> OpenAsync(ImapConnection connections, MailboxOptions mailbox, CancellationToken stop) =>
        new(mailbox, await connections.OpenAsync(mailbox, refused: null, stop));

    /// <summary>Drops the connection and opens a new one; with another token when the server said that this one is over.</summary>
    /// <exception cref="MailboxFailure">The server does not let us in again.</exception>
    public async Task RenewAsync(ImapConnection connections, Exception cause, CancellationToken stop)
    {
        var refused = BackOff.IsExpiredToken(cause) ? Client.Token : null;
        Client.Dispose();
        Client = await connections.OpenAsync(mailbox, refused, stop);
    }

    public void Dispose() => Client.Dispose();
}
