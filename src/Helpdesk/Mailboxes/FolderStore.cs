using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>What the database knows of a mailbox's folders: their rows, their position, which UIDs are stored.</summary>
static class FolderStore
{
    /// <summary>The folder's row, made at first sight, as a place for a batch under this UIDVALIDITY.</summary>
    public static async Task<Place> PlaceAsync(NpgsqlConnection connection, string mailbox, string folder, uint uidValidity, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            with mailbox as (
                insert into mailboxes (name) values ($1) on conflict (name) do update set name = excluded.name returning id
            )
            insert into folders (mailbox_id, name, uid_validity) select id, $2, $3 from mailbox
            on conflict (mailbox_id, name) do update set
                highest_uid = case when folders.uid_validity = excluded.uid_validity then folders.highest_uid else 0 end,
                uid_validity = excluded.uid_validity
            returning id, mailbox_id
            """, connection)
        {
            Parameters = { new() { Value = mailbox }, new() { Value = folder }, new() { Value = (long)uidValidity } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        return new(rows.GetInt32(0), rows.GetInt16(1), uidValidity);
    }

    /// <summary>The UIDs stored for the place.</summary>
    public static async Task<HashSet<uint>> StoredAsync(NpgsqlConnection connection, Place place, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select uid from deliveries where folder_id = $1 and uid_validity = $2", connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var stored = new HashSet<uint>();
        while (await rows.ReadAsync(stop))
        {
            stored.Add((uint)rows.GetInt64(0));
        }

        return stored;
    }

    /// <summary>Moves the position; called inside the transaction that stores the batch.</summary>
    public static async Task AdvanceAsync(NpgsqlConnection connection, Place place, uint highest, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("update folders set highest_uid = greatest(highest_uid, $2) where id = $1", connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)highest } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Notes that the folder was read to its end.</summary>
    public static async Task SucceededAsync(NpgsqlConnection connection, Place place, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("update folders set last_success_at = $2 where id = $1", connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = now.UtcDateTime } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }
}
