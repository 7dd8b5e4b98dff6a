using Helpdesk.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Mailboxes;

/// <summary>Remembers mail that the server lists and does not hand out, and when to ask again.</summary>
static class UnfetchedStore
{
    /// <summary>The place's open entries: UID, attempts so far, and whether it is time to ask again.</summary>
    public static async Task<IReadOnlyDictionary<long, (int Attempts, bool IsDue)>> OpenAsync(NpgsqlConnection connection, Place place, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select uid, attempts, next_attempt_at <= $3 or next_attempt_at > $4 from unfetched where folder_id = $1 and uid_validity = $2 and gone_at is null
            """, connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity }, new() { Value = now.UtcDateTime }, new() { Value = (now + Unfetched.LongestWait).UtcDateTime } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var open = new Dictionary<long, (int, bool)>();
        while (await rows.ReadAsync(stop))
        {
            open.Add(rows.GetInt64(0), (rows.GetInt32(1), rows.GetBoolean(2)));
        }

        return open;
    }

    /// <summary>Notes a failed attempt and when the next one is due.</summary>
    public static async Task FailedAsync(NpgsqlConnection connection, Place place, Unfetched mail, Month? month, DateTimeOffset next, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            insert into unfetched (folder_id, uid_validity, uid, month, received_at, reason, next_attempt_at) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (folder_id, uid_validity, uid) do update set
                attempts = unfetched.attempts + 1, reason = excluded.reason, next_attempt_at = excluded.next_attempt_at,
                month = coalesce(excluded.month, unfetched.month), received_at = coalesce(excluded.received_at, unfetched.received_at)
            """, connection)
        {
            Parameters =
            {
                new() { Value = place.Folder },
                new() { Value = (long)place.UidValidity },
                new() { Value = mail.Uid },
                new() { Value = (object?)month?.FirstDay ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date },
                new() { Value = (object?)mail.ReceivedAt?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = mail.Reason },
                new() { Value = next.UtcDateTime },
            },
        };
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The mails came after all: inside the transaction that stores them.</summary>
    public static Task ArrivedAsync(NpgsqlConnection connection, Place place, IEnumerable<long> uids, CancellationToken stop) =>
        ExecuteAsync(connection, "delete from unfetched where folder_id = $1 and uid_validity = $2 and uid = any($3)", place, uids, stop);

    /// <summary>The mails are no longer on the server: gone before anybody could read them, and said so.</summary>
    public static Task GoneAsync(NpgsqlConnection connection, Place place, IEnumerable<long> uids, CancellationToken stop) =>
        ExecuteAsync(connection, "update unfetched set gone_at = now() where folder_id = $1 and uid_validity = $2 and uid = any($3) and gone_at is null", place, uids, stop);

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, Place place, IEnumerable<long> uids, CancellationToken stop)
    {
        var list = uids.ToArray();
        if (list.Length > 0)
        {
            await using var command = new NpgsqlCommand(sql, connection)
            {
                Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity }, new() { Value = list } },
            };
            await command.ExecuteNonQueryAsync(stop);
        }
    }
}
