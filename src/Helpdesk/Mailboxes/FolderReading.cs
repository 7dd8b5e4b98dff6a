using System.Runtime.CompilerServices;
using Helpdesk.Database;
using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Takes the wanted mails of a folder in, batch by batch, and gets past mails that break the connection.</summary>
sealed class FolderReading(HelpdeskDatabase database, Intake intake, ImapConnection connections, IOptions<CountingOptions> counting, TimeProvider clock)
{
    /// <summary>A connection that breaks this often in one poll is the server's trouble, not one mail's.</summary>
    const int MostBreaks = 5;

    /// <summary>A batch as it was fetched, and what could be read in it.</summary>
    sealed record Opened(IReadOnlyList<OpenedMail> Mails, IReadOnlyList<Unfetched> Missing);

    /// <summary>What one pass has to carry about.</summary>
    sealed record Pass(ImapSession Session, Place Place, IReadOnlyDictionary<long, (int Attempts, bool IsDue)> Waiting, PollProgress Progress)
    {
        /// <summary>The UIDs that are stored or set aside.</summary>
        public HashSet<long> Settled { get; } = [];

        public Intake.Outcome Taken { get; set; }

        public int Missing { get; set; }

        public List<UniqueId> Left(List<UniqueId> wanted) => [.. wanted.Where(u => !Settled.Contains(u.Id))];
    }

    /// <returns>What was taken in, and how many mails did not come.</returns>
    public async Task<(Intake.Outcome Taken, int Missing)> AllAsync(ImapSession session, ImapFolder folder, Place place, List<UniqueId> wanted, IReadOnlyDictionary<long, (int Attempts, bool IsDue)> waiting, PollProgress progress, CancellationToken stop)
    {
        var pass = new Pass(session, place, waiting, progress);
        var breaks = 0;
        var careful = 0;
        var atLastExpiry = -1;
        while (wanted.Count > 0)
        {
            // After a break mails come one by one, until the one that breaks the connection stands alone.
            List<UniqueId> now = careful > 0 ? [.. wanted.Take(careful)] : wanted;
            try
            {
                await foreach (var batch in OpenedAsync(folder, now, careful > 0 ? 1 : FolderBatches.MostMails, stop).OneAhead(b => Dispose(b.Mails), stop))
                {
                    await StoreAsync(pass, batch, stop);
                }

                careful = 0;
                wanted = pass.Left(wanted);
            }
            // A token lives for an hour and a first reading for longer; an end without anything read since the last one is another matter.
            catch (ImapProtocolException e) when (BackOff.IsExpiredToken(e) && pass.Settled.Count > atLastExpiry)
            {
                atLastExpiry = pass.Settled.Count;
                wanted = pass.Left(wanted);
                folder = await ReopenAsync(pass, folder.FullName, e, stop);
            }
            catch (Exception e) when (e is ImapProtocolException or IOException or ServiceNotConnectedException or TimeoutException && BackOff.Hint(e) is null && breaks++ < MostBreaks)
            {
                wanted = pass.Left(wanted);
                if (careful > 0 && wanted is [var breaker, ..])
                {
                    await SetAsideAsync(pass, new(breaker.Id, null, "breaks the connection"), stop);
                    wanted = pass.Left(wanted);
                }

                careful = FolderBatches.MostMails;
                folder = await ReopenAsync(pass, folder.FullName, e, stop);
            }
        }

        return (pass.Taken, pass.Missing);
    }

    async Task<ImapFolder> ReopenAsync(Pass pass, string name, Exception cause, CancellationToken stop)
    {
        await pass.Session.RenewAsync(connections, cause, stop);
        var folder = await FolderPoll.OpenAsync(pass.Session.Client, name, stop);
        return folder.UidValidity == pass.Place.UidValidity
            ? folder
            : throw new ImapProtocolException("the folder's UIDVALIDITY changed while it was read");
    }

    async Task StoreAsync(Pass pass, Opened batch, CancellationToken stop)
    {
        foreach (var missing in batch.Missing)
        {
            await SetAsideAsync(pass, missing, stop);
        }

        if (batch.Mails.Count > 0)
        {
            await TakeAsync(pass, batch.Mails, stop);
        }

        pass.Progress.Done(batch.Mails.Count + batch.Missing.Count);
    }

    async Task TakeAsync(Pass pass, IReadOnlyList<OpenedMail> mails, CancellationToken stop)
    {
        try
        {
            var highest = mails.Max(m => m.Raw.Uid);
            pass.Taken += await intake.TakeAsync(pass.Place, mails, async connection =>
            {
                await FolderStore.AdvanceAsync(connection, pass.Place, highest, stop);
                await UnfetchedStore.ArrivedAsync(connection, pass.Place, mails.Select(m => m.Raw.Uid).Where(pass.Waiting.ContainsKey), stop);
            }, stop);
            pass.Settled.UnionWith(mails.Select(m => m.Raw.Uid));
        }
        finally
        {
            Dispose(mails);
        }
    }

    /// <summary>Asks again later; after the last attempt the mail is parked for a person, with all that is known of it.</summary>
    async Task SetAsideAsync(Pass pass, Unfetched mail, CancellationToken stop)
    {
        pass.Missing++;
        pass.Settled.Add(mail.Uid);
        var attempt = pass.Waiting.GetValueOrDefault(mail.Uid).Attempts + 1;
        if (mail.Wait(attempt) is not { } wait)
        {
            await TakeAsync(pass, [OpenedMail.Of(new(mail.Uid, mail.ReceivedAt ?? clock.GetUtcNow(), new RawContent([]), mail.Reason))], stop);
            return;
        }

        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var month = mail.ReceivedAt is { } at ? Month.Of(at, counting.Value.Zone) : (Month?)null;
        await UnfetchedStore.FailedAsync(connection, pass.Place, mail, month, clock.GetUtcNow() + wait, stop);
    }

    /// <summary>The mails fetched and read: the next ones come over the wire and are read while these are stored.</summary>
    static async IAsyncEnumerable<Opened> OpenedAsync(ImapFolder folder, IReadOnlyList<UniqueId> uids, int mostMails, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var batch in FolderBatches.ReadAsync(folder, uids, mostMails, stop).OneAhead(b => Dispose(b.Mails), stop))
        {
            yield return new([.. batch.Mails.Select(OpenedMail.Of)], batch.Missing);
        }
    }

    static void Dispose(IEnumerable<RawMail> mails)
    {
        foreach (var mail in mails)
        {
            mail.Dispose();
        }
    }

    static void Dispose(IEnumerable<OpenedMail> mails) => Dispose(mails.Select(m => m.Raw));
}
