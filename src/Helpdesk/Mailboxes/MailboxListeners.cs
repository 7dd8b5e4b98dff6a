using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Listens to every folder whose server can tell of new mail; among several workers one listens to each.</summary>
sealed partial class MailboxListeners(HelpdeskDatabase database, MailboxListener listener, MailboxPoll poll, IOptions<MailboxList> mailboxes, IOptions<PollingOptions> polling, ILogger<MailboxListeners> log) : BackgroundService
{
    /// <summary>When another worker listens, or the database is away: looked at again after this long.</summary>
    static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <summary>After a failure its pause decides; it is looked at this often.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => polling.Value.Idle
        ? Task.WhenAll(mailboxes.Value.SelectMany(m => m.FolderNames.Select(f => ListenAsync(m, f, stoppingToken))))
        : Task.CompletedTask;

    async Task ListenAsync(MailboxOptions mailbox, string folder, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var wait = Soon;
            try
            {
                if (await poll.PausedUntilAsync(mailbox, stop) is null)
                {
                    await using var held = await MailboxLock.TryTakeAsync(database.Source, MailboxLock.Listening, $"{mailbox.Name}/{folder}", stop);
                    wait = held is null ? Again : Soon;
                    if (held is not null && !await listener.RunAsync(mailbox, folder, stop))
                    {
                        return; // the server does not offer IDLE; the recurring poll is all there is
                    }
                }
            }
            catch (MailboxFailure failure)
            {
                Failed(mailbox.Name, failure.Message);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            // The border of one mailbox: whatever befalls it, the database gone included, the others are listened to.
            catch (Exception e)
            {
                Away(mailbox.Name, e.GetType().Name);
                wait = Again;
            }

            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening to {Mailbox} failed: {Sentence}")]
    partial void Failed(string mailbox, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Listening to {Mailbox} was interrupted ({Reason}); it goes on by itself")]
    partial void Away(string mailbox, string reason);
}
