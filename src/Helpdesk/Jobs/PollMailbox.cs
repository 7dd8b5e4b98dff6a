using Helpdesk.Mailboxes;
using Microsoft.Extensions.Options;

namespace Helpdesk.Jobs;

/// <summary>The job that polls one mailbox; safe to run twice, since a lock lets only one in.</summary>
sealed class PollMailbox(MailboxPoll poll, IOptions<MailboxList> mailboxes)
{
    /// <param name="mailbox">The mailbox's configured name; one that was removed since is left alone.</param>
    /// <param name="compareAll">Compares every UID of the folders, as each night does.</param>
    public async Task RunAsync(string mailbox, bool compareAll, CancellationToken stop)
    {
        if (mailboxes.Value.Find(m => m.Name == mailbox) is { } options && await poll.PausedUntilAsync(options, stop) is null)
        {
            await poll.RunAsync(options, compareAll, new PollProgress(null), stop);
        }
    }
}
