using Hangfire;
using Helpdesk.Mailboxes;
using Microsoft.Extensions.Options;

namespace Helpdesk.Jobs;

/// <summary>The job that polls one mailbox; safe to run twice, since a lock lets only one in.</summary>
sealed partial class PollMailbox(MailboxPoll poll, IOptions<MailboxList> mailboxes, ILogger<PollMailbox> log)
{
    /// <param name="mailbox">The mailbox's configured name; one that was removed since is left alone.</param>
    /// <param name="compareAll">Compares every UID of the folders, as each night does.</param>
    /// <remarks>A server's failure is noted with its pause, and the next poll is the retry; Hangfire's own would ignore the pause.</remarks>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task RunAsync(string mailbox, bool compareAll, CancellationToken stop)
    {
        if (mailboxes.Value.Find(m => m.Name == mailbox) is not { } options || await poll.PausedUntilAsync(options, stop) is not null)
        {
            return;
        }

        try
        {
            await poll.RunAsync(options, compareAll, new PollProgress(null), stop);
        }
        catch (MailboxFailure failure)
        {
            Failed(mailbox, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Polling {Mailbox} failed: {Sentence}")]
    partial void Failed(string mailbox, string sentence);
}
