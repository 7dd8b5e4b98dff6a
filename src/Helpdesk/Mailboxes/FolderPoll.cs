using Helpdesk.Database;
using Helpdesk.Messages;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Helpdesk.Mailboxes;

/// <summary>Reads one folder: every UID the server has and we do not, in a trailing window or, now and then, in the whole folder.</summary>
/// <remarks>No cursor decides what is read, neither a date nor the seen flag nor the highest UID: the set difference does, so that mail which appears late or below is found.</remarks>
sealed class FolderPoll(HelpdeskDatabase database, FolderReading reading, TimeProvider clock)
{
    /// <summary>A day: what slipped past the window is found overnight.</summary>
    static readonly TimeSpan CompareEvery = TimeSpan.FromHours(26);

    public sealed record Outcome(Intake.Outcome Taken, int Missing, int Gone);

    /// <param name="session">Holds the connection; a broken one is replaced in it.</param>
    /// <param name="compareAll">Looks at every UID, whatever the window.</param>
    public async Task<Outcome> RunAsync(ImapSession session, string name, bool compareAll, PollProgress progress, CancellationToken stop)
    {
        var folder = await OpenedAsync(session.Client, name, stop);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var known = await FolderStore.OpenAsync(connection, session.Mailbox.Name, name, folder.UidValidity, stop);
        var place = known.Place;
        var now = clock.GetUtcNow();
        var all = compareAll || known.ComparedAt is not { } compared || now - compared > CompareEvery;
        var lowest = all ? 1 : await FolderStore.WindowAsync(connection, place, stop);

        var stored = await FolderStore.StoredAsync(connection, place, lowest, stop);
        var waiting = await UnfetchedStore.OpenAsync(connection, place, now, stop);
        var listed = await ListAsync(folder, lowest, stop);
        var again = await FolderStore.PartsDueAsync(connection, place, now, stop);
        var wanted = listed.Where(u => again.Contains(u.Id) || (!stored.Contains(u.Id) && (!waiting.TryGetValue(u.Id, out var w) || w.IsDue))).ToList();
        progress.Found(wanted.Count);

        var present = listed.Select(u => (long)u.Id).ToHashSet();
        var gone = stored.Where(u => !present.Contains(u)).ToList();
        await DeliveryStore.GoneAsync(connection, place, gone, stop);
        await UnfetchedStore.GoneAsync(connection, place, waiting.Keys.Where(u => u >= lowest && !present.Contains(u)), stop);

        var (taken, missing) = await reading.AllAsync(session, folder, place, wanted, waiting, progress, stop);
        await FolderStore.SucceededAsync(connection, place, all, clock.GetUtcNow(), stop);
        return new(taken, missing, gone.Count);
    }

    public static async Task<ImapFolder> OpenAsync(ImapClient client, string name, CancellationToken stop)
    {
        var folder = (ImapFolder)await client.GetFolderAsync(name, stop);
        await folder.OpenAsync(FolderAccess.ReadOnly, stop);
        return folder;
    }

    /// <summary>The folder that a listener holds open, or opens it: opened anew, it would report its mail as news to the listener that polls because of news.</summary>
    static async Task<ImapFolder> OpenedAsync(ImapClient client, string name, CancellationToken stop) =>
        await client.GetFolderAsync(name, stop) is ImapFolder { IsOpen: true } held ? held : await OpenAsync(client, name, stop);

    /// <summary>The UIDs from <paramref name="lowest"/> on; a range that starts above the last UID lists the last one all the same (RFC 3501, section 6.4.8).</summary>
    static async Task<List<UniqueId>> ListAsync(ImapFolder folder, uint lowest, CancellationToken stop)
    {
        if (folder.Count == 0)
        {
            return [];
        }

        var query = lowest == 1 ? SearchQuery.All : SearchQuery.Uids(new UniqueIdRange(folder.UidValidity, lowest, uint.MaxValue));
        return [.. (await folder.SearchAsync(query, stop)).Where(u => u.Id >= lowest).OrderBy(u => u.Id)];
    }
}
