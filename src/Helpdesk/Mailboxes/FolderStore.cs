using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>What the database knows of a mailbox's folders: their rows, their position, which UIDs are stored.</summary>
static class FolderStore
{
    /// <summary>Late UIDs turn up near the end; a thousand mails and three days back are looked at in every poll.</summary>
    const string Window = """
        select coalesce(least(
            (select min(uid) from (select uid from deliveries where folder_id = $1 and uid_validity = $2 order by uid desc limit 1000) last),
            (select min(uid) from (select uid, received_at from deliveries where folder_id = $1 and uid_validity = $2 order by uid desc limit 5000) recent
                where received_at > now() - interval '72 hours')), 1)
        """;

    /// <summary>The folder as it was left.</summary>
    /// <param name="ComparedAt">When all its UIDs were last compared; null before the first time under this UIDVALIDITY.</param>
    public sealed record Known(Place Place, DateTimeOffset? ComparedAt);

    /// <summary>The folder's row, made at first sight; a changed UIDVALIDITY is recorded as an incident and starts the reading anew.</summary>
    public static async Task<Known> OpenAsync(NpgsqlConnection connection, string mailbox, string folder, uint uidValidity, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            with before as (
                select id, uid_validity from folders where mailbox_id = $1 and name = $2
            ),
            incident as (
                insert into incidents (folder_id, old_uid_validity, new_uid_validity) select id, uid_validity, $3 from before where uid_validity <> $3
            )
            insert into folders (mailbox_id, name, uid_validity) values ($1, $2, $3)
            on conflict (mailbox_id, name) do update set
                highest_uid = case when folders.uid_validity = excluded.uid_validity then folders.highest_uid else 0 end,
                compared_at = case when folders.uid_validity = excluded.uid_validity then folders.compared_at end,
                uid_validity = excluded.uid_validity
            returning id, mailbox_id, compared_at
            """, connection)
        {
            Parameters = { new() { Value = await MailboxStateStore.NumberAsync(connection, mailbox, stop) }, new() { Value = folder }, new() { Value = (long)uidValidity } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        return new(new(rows.GetInt32(0), rows.GetInt16(1), uidValidity), rows.IsDBNull(2) ? null : rows.GetFieldValue<DateTimeOffset>(2));
    }

    /// <summary>The lowest UID a poll looks at when it does not compare all.</summary>
    public static async Task<uint> WindowAsync(NpgsqlConnection connection, Place place, CancellationToken stop)
    {
        await using var command = Command(connection, place, Window);
        return (uint)(long)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>The UIDs from <paramref name="lowest"/> on that are stored for the place and not known to be gone.</summary>
    public static async Task<HashSet<long>> StoredAsync(NpgsqlConnection connection, Place place, uint lowest, CancellationToken stop)
    {
        await using var command = Command(connection, place, "select uid from deliveries where folder_id = $1 and uid_validity = $2 and uid >= $3 and gone_at is null");
        command.Parameters.AddWithValue((long)lowest);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var stored = new HashSet<long>();
        while (await rows.ReadAsync(stop))
        {
            stored.Add(rows.GetInt64(0));
        }

        return stored;
    }

    /// <summary>The UIDs of parked mails of which the server gave only a part and which are due for another try.</summary>
    public static async Task<HashSet<long>> PartsDueAsync(NpgsqlConnection connection, Place place, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = Command(connection, place, """
            select d.uid from deliveries d join parked_mail p using (message_id)
            where d.folder_id = $1 and d.uid_validity = $2 and p.error_class <> 'parse' and (p.next_attempt_at <= $3 or p.next_attempt_at > $4)
            """);
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue((now + ParkedStore.LongestWait).UtcDateTime);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var due = new HashSet<long>();
        while (await rows.ReadAsync(stop))
        {
            due.Add(rows.GetInt64(0));
        }

        return due;
    }

    /// <summary>Moves the position; called inside the transaction that stores the batch.</summary>
    public static async Task AdvanceAsync(NpgsqlConnection connection, Place place, long highest, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("update folders set highest_uid = greatest(highest_uid, $2) where id = $1", connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = highest } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Notes that the folder was read to its end, and after a full comparison settles what a changed UIDVALIDITY left open.</summary>
    public static async Task SucceededAsync(NpgsqlConnection connection, Place place, bool comparedAll, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = Command(connection, place, """
            update folders set last_success_at = $3, compared_at = case when $4 then $3 else compared_at end where id = $1 and uid_validity = $2
            """);
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue(comparedAll);
        await command.ExecuteNonQueryAsync(stop);
        if (comparedAll)
        {
            await SettleIncidentsAsync(connection, place, stop);
        }
    }

    /// <summary>What the old UIDVALIDITY had and the new one has not is gone; how much of each, the incident keeps.</summary>
    static async Task SettleIncidentsAsync(NpgsqlConnection connection, Place place, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var open = Command(connection, place, "select 1 from incidents where folder_id = $1 and new_uid_validity = $2 and matched is null for update");
        if (await open.ExecuteScalarAsync(stop) is not null)
        {
            await using var settle = Command(connection, place, """
                update incidents set
                    matched = (select count(*) from deliveries where folder_id = $1 and uid_validity = $2 and rematched),
                    new = (select count(*) from deliveries where folder_id = $1 and uid_validity = $2 and not rematched),
                    gone = $3
                where folder_id = $1 and new_uid_validity = $2 and matched is null
                """);
            settle.Parameters.AddWithValue(await DeliveryStore.LostAsync(connection, place, stop));
            await settle.ExecuteNonQueryAsync(stop);
            await DeliveryStore.ForgetBetweenAsync(connection, place, stop);
        }

        await transaction.CommitAsync(stop);
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, Place place, string sql) =>
        new(sql, connection) { Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity } } };
}
