using MailKit;
using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>Waits on one connection for news of one folder (IDLE) and polls over the same connection when they come.</summary>
/// <remarks>The event only wakes the poll; what is new the UID set difference says. Gaps are covered by the recurring poll.</remarks>
sealed class MailboxListener(MailboxPoll poll, ImapConnection connections, TimeProvider clock)
{
    /// <summary>Nine minutes: some servers drop an idle connection after ten, long before the 29 of RFC 2177.</summary>
    static readonly TimeSpan Renew = TimeSpan.FromMinutes(9);

    /// <summary>A server that does not answer DONE within this is not going to.</summary>
    static readonly TimeSpan DonePatience = TimeSpan.FromSeconds(30);

    /// <summary>Mails come in bursts; a twentieth of a second later one poll takes them all.</summary>
    static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(50);

    /// <summary>When the recurring poll is just reading the mailbox, ours waits this long and then looks itself.</summary>
    static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that ends IDLE by itself, without news, may do so at once each time; asked again after this long, it is not asked all day.</summary>
    static readonly TimeSpan BrokenOffPause = TimeSpan.FromSeconds(5);

    /// <summary>Servers' caches go stale on connections that live for days.</summary>
    static readonly TimeSpan LongestSession = TimeSpan.FromHours(24);

    /// <summary>Listens until stopped, for at most a day.</summary>
    /// <returns>False when the server does not offer IDLE.</returns>
    /// <exception cref="MailboxFailure">The connection failed; it is noted.</exception>
    public async Task<bool> RunAsync(MailboxOptions mailbox, string name, CancellationToken stop)
    {
        using var session = await poll.OrNotedAsync(mailbox, () => ImapSession.OpenAsync(connections, mailbox, stop), stop);
        if (!session.Client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            return false;
        }

        var began = clock.GetUtcNow();
        while (clock.GetUtcNow() - began < LongestSession)
        {
            try
            {
                await OnceAsync(session, name, stop);
            }
            catch (MailboxFailure failure) when (BackOff.IsExpiredToken(failure.InnerException!))
            {
                await poll.OrNotedAsync(mailbox, async () =>
                {
                    await session.RenewAsync(connections, failure.InnerException!, stop);
                    return true;
                }, stop);
            }
        }

        return true;
    }

    /// <summary>Polls, then waits for the next news.</summary>
    async Task OnceAsync(ImapSession session, string name, CancellationToken stop)
    {
        var client = session.Client;
        var folder = await poll.OrNotedAsync(session.Mailbox, () => FolderPoll.OpenAsync(client, name, stop), stop);
        using var news = new CancellationTokenSource();
        var count = folder.Count;

        // Some servers repeat the number of mails without need, so that only another number is news; one mail gone and one come leave it as it was.
        void Counted(object? sender, EventArgs e)
        {
            if (Interlocked.Exchange(ref count, folder.Count) != folder.Count)
            {
                news.Cancel();
            }
        }

        void Gone(object? sender, MessageEventArgs e) => news.Cancel();

        // From before the poll on: a server speaks of a mail once, and it may do so while we read the others.
        folder.CountChanged += Counted;
        folder.MessageExpunged += Gone;
        try
        {
            await PollAsync(session, name, stop);
            if (ReferenceEquals(client, session.Client)) // a poll that had to connect anew left nobody to listen to
            {
                await poll.OrNotedAsync(session.Mailbox, async () =>
                {
                    await IdleAsync(client, news, stop);
                    return true;
                }, stop);
            }
        }
        finally
        {
            folder.CountChanged -= Counted;
            folder.MessageExpunged -= Gone;
        }
    }

    async Task PollAsync(ImapSession session, string name, CancellationToken stop)
    {
        while ((await poll.RunAsync(session, name, stop)).Busy)
        {
            await Task.Delay(BusyPause, clock, stop);
        }
    }

    /// <summary>Returns when mail came, when it is time to renew, or some time after the server broke the wait off.</summary>
    async Task IdleAsync(SpillingImapClient client, CancellationTokenSource news, CancellationToken stop)
    {
        using var renewal = new CancellationTokenSource(Renew, clock);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(news.Token, renewal.Token, stop);
        try
        {
            if (!done.IsCancellationRequested)
            {
                using var stuck = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await using var patience = done.Token.Register(() => stuck.CancelAfter(DonePatience));
                await client.IdleAsync(done.Token, stuck.Token);
            }

            await Task.Delay(done.IsCancellationRequested ? Burst : BrokenOffPause, clock, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ImapProtocolException("the server did not end IDLE");
        }
    }
}
