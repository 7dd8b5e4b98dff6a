using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>Keeps how each mailbox fares: failures in a row, the pause until the next try, outages.</summary>
static class MailboxStateStore
{
    /// <summary>The number of the mailbox's row, made at first sight.</summary>
    /// <remarks>Looks before it writes: an insert that meets the row takes a number each time, and the numbers of mailboxes end at 32,767.</remarks>
    public static async Task<short> NumberAsync(NpgsqlConnection connection, string mailbox, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            with known as (
                select id from mailboxes where name = $1
            ),
            made as (
                insert into mailboxes (name) select $1 where not exists (select from known) on conflict (name) do update set name = excluded.name returning id
            ),
            mailbox as (
                select id from known union all select id from made
            ),
            state as (
                insert into mailbox_states (mailbox_id) select id from mailbox on conflict do nothing
            )
            select id from mailbox
            """, connection)
        {
            Parameters = { new() { Value = mailbox } },
        };
        return (short)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Failures in a row, and until when the mailbox is to be left alone.</summary>
    public static async Task<(int Failures, DateTimeOffset? NotBefore)> ReadAsync(NpgsqlConnection connection, short mailbox, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select failures, next_attempt_at from mailbox_states where mailbox_id = $1", connection) { Parameters = { new() { Value = mailbox } } };
        await using var rows = await command.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) ? (rows.GetInt32(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<DateTimeOffset>(1)) : (0, null);
    }

    /// <summary>Notes a failure and the pause after it; opens an outage unless one is open.</summary>
    public static Task FailedAsync(NpgsqlConnection connection, short mailbox, string errorClass, string sentence, DateTimeOffset now, DateTimeOffset next, CancellationToken stop) =>
        ExecuteAsync(connection, """
            with state as (
                update mailbox_states set failures = failures + 1, last_attempt_at = $4, next_attempt_at = $5 where mailbox_id = $1
            )
            insert into outages (mailbox_id, error_class, sentence, began_at) values ($1, $2, $3, $4)
            on conflict (mailbox_id) where ended_at is null do update set error_class = excluded.error_class, sentence = excluded.sentence
            """, stop, mailbox, errorClass, sentence, now.UtcDateTime, next.UtcDateTime);

    /// <summary>Notes a complete poll: the outage is over, and the failures are halved, so that one short-lived success does not forget them.</summary>
    public static Task SucceededAsync(NpgsqlConnection connection, short mailbox, DateTimeOffset now, CancellationToken stop) =>
        ExecuteAsync(connection, """
            with state as (
                update mailbox_states set failures = failures / 2, last_attempt_at = $2, last_success_at = $2, next_attempt_at = null where mailbox_id = $1
            )
            update outages set ended_at = $2 where mailbox_id = $1 and ended_at is null
            """, stop, mailbox, now.UtcDateTime);

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }
}
