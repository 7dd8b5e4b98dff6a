using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Messages;

/// <summary>Tries parked mail again from its kept bytes; mail of which the server gave only a part waits for the mailbox's next poll.</summary>
sealed class ParkedMail(HelpdeskDatabase database, Intake intake, TimeProvider clock)
{
    /// <summary>Makes one parked mail, or all of an error class, due now.</summary>
    /// <returns>How many are due now.</returns>
    public async Task<int> RetryNowAsync(long? message, string? errorClass, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("update parked_mail set next_attempt_at = $3 where message_id = coalesce($1, message_id) and error_class = coalesce($2, error_class)");
        command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = message });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = errorClass });
        command.Parameters.AddWithValue(clock.GetUtcNow().UtcDateTime);
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Reads every due mail again whose bytes are kept whole.</summary>
    /// <returns>How many were tried, one after another, so that memory holds one at a time.</returns>
    public async Task<int> RetryDueAsync(CancellationToken stop)
    {
        var tried = 0;
        while (await NextAsync(stop) is var (place, mail))
        {
            using (mail)
            {
                await intake.TakeAsync(place, [mail], _ => Task.CompletedTask, stop);
            }

            tried++;
        }

        return tried;
    }

    async Task<(Place Place, RawMail Mail)?> NextAsync(CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            select d.folder_id, m.mailbox_id, d.uid_validity, d.uid, d.received_at, p.raw
            from parked_mail p join messages m on m.id = p.message_id join deliveries d on d.message_id = m.id and d.brought
            where p.error_class = 'parse' and (p.next_attempt_at <= $1 or p.next_attempt_at > $2)
            order by p.next_attempt_at limit 1
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow().UtcDateTime);
        command.Parameters.AddWithValue((clock.GetUtcNow() + ParkedStore.LongestWait).UtcDateTime);
        await using var rows = await command.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop)
            ? (new(rows.GetInt32(0), rows.GetInt16(1), (uint)rows.GetInt64(2)), new(rows.GetInt64(3), rows.GetFieldValue<DateTimeOffset>(4), new RawContent(rows.GetFieldValue<byte[]>(5))))
            : null;
    }
}
