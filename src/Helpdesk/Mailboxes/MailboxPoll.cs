using System.Threading.Channels;
using Helpdesk.Database;
using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Helpdesk.Mailboxes;

/// <summary>Reads a mailbox completely: every UID the server has and we do not.</summary>
/// <remarks>No cursor decides what is read, neither a date nor the seen flag nor the highest UID: the set difference does, so that mail which appears late or below is found.</remarks>
sealed partial class MailboxPoll(HelpdeskDatabase database, Intake intake, TimeProvider clock, ILogger<MailboxPoll> log)
{
    /// <summary>What a poll did.</summary>
    /// <param name="Busy">Another worker was reading the mailbox; nothing was done.</param>
    /// <param name="Missing">Mails the server listed and did not hand out; the next poll asks again.</param>
    public sealed record Outcome(string Mailbox, bool Busy, Intake.Outcome Taken, int Missing);

    /// <exception cref="MailboxFailure">The server failed; what was stored before stays.</exception>
    public async Task<Outcome> RunAsync(MailboxOptions mailbox, PollProgress progress, CancellationToken stop)
    {
        await using var held = await MailboxLock.TryTakeAsync(database.Source, mailbox.Name, stop);
        if (held is null)
        {
            return new(mailbox.Name, Busy: true, default, 0);
        }

        using var client = await ImapConnection.OpenAsync(mailbox, stop);
        try
        {
            var all = new Outcome(mailbox.Name, Busy: false, default, 0);
            foreach (var name in mailbox.FolderNames)
            {
                var (taken, missing) = await FolderAsync(client, mailbox, name, progress, stop);
                all = all with { Taken = all.Taken + taken, Missing = all.Missing + missing };
            }

            await client.DisconnectAsync(quit: true, stop);
            Polled(mailbox.Name, all.Taken.Stored, all.Taken.Duplicates, all.Taken.Parked, all.Missing);
            return all;
        }
        catch (Exception e) when (ImapConnection.Sentence(mailbox, e) is not null)
        {
            throw new MailboxFailure(ImapConnection.Sentence(mailbox, e)!, e);
        }
    }

    async Task<(Intake.Outcome Taken, int Missing)> FolderAsync(ImapClient client, MailboxOptions mailbox, string name, PollProgress progress, CancellationToken stop)
    {
        var folder = (ImapFolder)await client.GetFolderAsync(name, stop);
        await folder.OpenAsync(FolderAccess.ReadOnly, stop);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var place = await FolderStore.PlaceAsync(connection, mailbox.Name, name, folder.UidValidity, stop);
        var stored = await FolderStore.StoredAsync(connection, place, stop);
        var found = (await folder.SearchAsync(SearchQuery.All, stop)).Where(u => !stored.Contains(u.Id)).ToList();
        progress.Found(found.Count);

        var taken = default(Intake.Outcome);
        var missing = 0;
        await foreach (var batch in Ahead(FolderBatches.ReadAsync(folder, found, stop), stop))
        {
            missing += batch.Missing.Count;
            if (batch.Mails.Count > 0)
            {
                var highest = batch.Mails.Max(m => m.Uid);
                taken += await intake.TakeAsync(place, batch.Mails, c => FolderStore.AdvanceAsync(c, place, highest, stop), stop);
            }

            progress.Done(batch.Mails.Count + batch.Missing.Count);
        }

        await FolderStore.SucceededAsync(connection, place, clock.GetUtcNow(), stop);
        await folder.CloseAsync(expunge: false, stop);
        return (taken, missing);
    }

    /// <summary>Reads one batch ahead: the next mails come over the wire while these are stored.</summary>
    static async IAsyncEnumerable<T> Ahead<T>(IAsyncEnumerable<T> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<T>(1);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = Task.Run(async () =>
        {
            try
            {
                await foreach (var item in source.WithCancellation(abandoned.Token))
                {
                    await channel.Writer.WriteAsync(item, abandoned.Token);
                }

                channel.Writer.Complete();
            }
            catch (Exception e)
            {
                channel.Writer.Complete(e);
            }
        }, CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(stop))
            {
                yield return item;
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await reading;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Polled {Mailbox}: {Stored} stored, {Duplicates} duplicates, {Parked} parked, {Missing} not handed out")]
    partial void Polled(string mailbox, int stored, int duplicates, int parked, int missing);
}
