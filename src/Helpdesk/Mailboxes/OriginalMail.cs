using Helpdesk.CommandLine;
using Helpdesk.Database;
using MailKit;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>Reads one stored mail again from its mailbox, for somebody who wants to see it as it was sent; changes no flag.</summary>
sealed class OriginalMail(HelpdeskDatabase database, ImapConnection connections, IOptions<MailboxList> mailboxes)
{
    sealed record Place(string Mailbox, string Folder, uint UidValidity, uint Uid);

    /// <exception cref="Refusal">It lies in no mailbox we can read, or is no longer there; says which.</exception>
    public async Task<byte[]> ReadAsync(long message, CancellationToken stop)
    {
        if (await FindAsync(message, stop) is not { } place)
        {
            throw new Refusal("The original lies in no mailbox: it was imported, or deleted or moved there since.");
        }

        if (mailboxes.Value.Find(m => m.Name == place.Mailbox) is not { } mailbox)
        {
            throw new Refusal($"The mailbox '{place.Mailbox}' is no longer set up here, so its mail cannot be read again.");
        }

        try
        {
            using var client = await connections.OpenAsync(mailbox, refused: null, stop);
            var folder = await client.GetFolderAsync(place.Folder, stop);
            await folder.OpenAsync(FolderAccess.ReadOnly, stop);
            if (folder.UidValidity != place.UidValidity)
            {
                throw new Refusal($"The folder '{place.Folder}' of mailbox '{place.Mailbox}' was renumbered; the original is found again after the next poll.");
            }

            await using var stream = await folder.GetStreamAsync(new UniqueId(place.UidValidity, place.Uid), "", stop);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, stop);
            await client.DisconnectAsync(quit: true, stop);
            return bytes.ToArray();
        }
        catch (MailboxFailure failure)
        {
            throw new Refusal(failure.Message, failure);
        }
        catch (MessageNotFoundException gone)
        {
            throw new Refusal($"The original is no longer in the mailbox '{place.Mailbox}'; its text above is kept.", gone);
        }
        catch (Exception e) when (ImapConnection.Sentence(mailbox, e) is not null)
        {
            throw new Refusal(ImapConnection.Sentence(mailbox, e)!, e);
        }
    }

    async Task<Place?> FindAsync(long message, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select m.name, f.name, d.uid_validity, d.uid
            from deliveries d join folders f on f.id = d.folder_id join mailboxes m on m.id = f.mailbox_id
            where d.message_id = $1 and d.gone_at is null
            order by d.uid_validity = f.uid_validity desc, d.brought desc, d.stored_at desc limit 1
            """);
        find.Parameters.AddWithValue(message);
        await using var rows = await find.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) ? new(rows.GetString(0), rows.GetString(1), (uint)rows.GetInt64(2), (uint)rows.GetInt64(3)) : null;
    }
}
