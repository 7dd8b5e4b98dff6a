using Helpdesk.Database;
using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;

namespace Helpdesk.Mailboxes;

/// <summary>Polls a mailbox once: all its folders, one reader at a time, failures noted and paused after.</summary>
sealed partial class MailboxPoll(HelpdeskDatabase database, FolderPoll folders, ImapConnection connections, TimeProvider clock, ILogger<MailboxPoll> log)
{
    /// <summary>What a poll did.</summary>
    /// <param name="Busy">Another worker was reading the mailbox; nothing was done.</param>
    /// <param name="Missing">Mails the server listed and did not hand out; later polls ask again.</param>
    /// <param name="Gone">Stored mails that are no longer on the server.</param>
    public sealed record Outcome(string Mailbox, bool Busy, Intake.Outcome Taken, int Missing, int Gone);

    /// <summary>When a paused mailbox may be tried again; null when it may be tried now.</summary>
    /// <remarks>A pause further ahead than any that is made was noted by a clock that went wrong, and holds nobody up.</remarks>
    public async Task<DateTimeOffset?> PausedUntilAsync(MailboxOptions mailbox, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var (_, notBefore) = await MailboxStateStore.ReadAsync(connection, await MailboxStateStore.NumberAsync(connection, mailbox.Name, stop), stop);
        var now = clock.GetUtcNow();
        return notBefore > now && notBefore <= now + BackOff.LongestPause ? notBefore : null;
    }

    /// <summary>Polls over a connection of its own.</summary>
    /// <exception cref="MailboxFailure">The server failed; what was stored before stays, and the failure is noted.</exception>
    public async Task<Outcome> RunAsync(MailboxOptions mailbox, bool compareAll, PollProgress progress, CancellationToken stop)
    {
        await using var held = await MailboxLock.TryTakeAsync(database.Source, MailboxLock.Reading, mailbox.Name, stop);
        return held is null
            ? new(mailbox.Name, Busy: true, default, 0, 0)
            : await NotingAsync(mailbox, isComplete: true, async () =>
            {
                using var session = await ImapSession.OpenAsync(connections, mailbox, stop);
                var outcome = await WithinTokensAsync(session, () => FoldersAsync(session, mailbox.FolderNames, compareAll, progress, stop), stop);
                await session.Client.DisconnectAsync(quit: true, stop);
                return outcome;
            }, stop);
    }

    /// <summary>Polls one folder over a connection that somebody holds open.</summary>
    /// <exception cref="MailboxFailure">The server failed; what was stored before stays, and the failure is noted.</exception>
    public async Task<Outcome> RunAsync(ImapSession session, string folder, CancellationToken stop)
    {
        await using var held = await MailboxLock.TryTakeAsync(database.Source, MailboxLock.Reading, session.Mailbox.Name, stop);
        return held is null
            ? new(session.Mailbox.Name, Busy: true, default, 0, 0)
            : await NotingAsync(session.Mailbox, session.Mailbox.FolderNames.Count == 1,
                () => WithinTokensAsync(session, () => FoldersAsync(session, [folder], compareAll: false, new PollProgress(null), stop), stop), stop);
    }

    /// <summary>The server ends the session of a token that ran out; with a new one the work begins anew, once.</summary>
    async Task<T> WithinTokensAsync<T>(ImapSession session, Func<Task<T>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (ImapProtocolException e) when (BackOff.IsExpiredToken(e))
        {
            await session.RenewAsync(connections, e, stop);
            return await work();
        }
    }

    /// <summary>Does something on a mailbox's server; a failure is noted for the pause, the outage and the page. The end of a token is none.</summary>
    /// <exception cref="MailboxFailure">The server failed.</exception>
    public async Task<T> OrNotedAsync<T>(MailboxOptions mailbox, Func<Task<T>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is MailboxFailure || ImapConnection.Sentence(mailbox, e) is not null)
        {
            var failure = e as MailboxFailure ?? new MailboxFailure(ImapConnection.Sentence(mailbox, e)!, e);
            if (!BackOff.IsExpiredToken(failure.InnerException!))
            {
                await NoteAsync(mailbox, failure, stop);
            }

            throw failure;
        }
    }

    async Task NoteAsync(MailboxOptions mailbox, MailboxFailure failure, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var number = await MailboxStateStore.NumberAsync(connection, mailbox.Name, stop);
        var (failures, _) = await MailboxStateStore.ReadAsync(connection, number, stop);
        var now = clock.GetUtcNow();
        var cause = failure.InnerException!;
        await MailboxStateStore.FailedAsync(connection, number, BackOff.Class(cause), failure.Message, now, now + BackOff.After(failures + 1, cause), stop);
    }

    /// <param name="isComplete">The work reads the whole mailbox, so that its success ends an outage.</param>
    async Task<T> NotingAsync<T>(MailboxOptions mailbox, bool isComplete, Func<Task<T>> work, CancellationToken stop)
    {
        var result = await OrNotedAsync(mailbox, work, stop);
        if (isComplete)
        {
            await using var connection = await database.Source.OpenConnectionAsync(stop);
            var number = await MailboxStateStore.NumberAsync(connection, mailbox.Name, stop);
            await MailboxStateStore.SucceededAsync(connection, number, clock.GetUtcNow(), stop);
        }

        return result;
    }

    async Task<Outcome> FoldersAsync(ImapSession session, IEnumerable<string> names, bool compareAll, PollProgress progress, CancellationToken stop)
    {
        var all = new Outcome(session.Mailbox.Name, Busy: false, default, 0, 0);
        FolderNotFoundException? noFolder = null;
        foreach (var name in names)
        {
            try
            {
                var one = await folders.RunAsync(session, name, compareAll, progress, stop);
                all = all with { Taken = all.Taken + one.Taken, Missing = all.Missing + one.Missing, Gone = all.Gone + one.Gone };
            }
            catch (FolderNotFoundException e)
            {
                noFolder = e; // the folders behind it are read all the same
            }
        }

        if (all.Taken.Stored + all.Taken.Duplicates + all.Missing + all.Gone > 0)
        {
            Polled(session.Mailbox.Name, all.Taken.Stored, all.Taken.Duplicates, all.Taken.Parked, all.Missing, all.Gone);
        }

        return noFolder is null ? all : throw noFolder;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Polled {Mailbox}: {Stored} stored, {Duplicates} duplicates, {Parked} parked, {Missing} not handed out, {Gone} gone")]
    partial void Polled(string mailbox, int stored, int duplicates, int parked, int missing, int gone);
}
