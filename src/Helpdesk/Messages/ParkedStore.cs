using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Messages;

/// <summary>Keeps mail that could not be read: its bytes, its error, its next try; and lets it out again.</summary>
static class ParkedStore
{
    /// <summary>Two hours, then half a day, then two days; behind the last a person decides.</summary>
    static readonly TimeSpan[] Retries = [TimeSpan.FromHours(2), TimeSpan.FromHours(12), TimeSpan.FromDays(2)];

    /// <summary>Longer than this no parked mail waits for its next try: what is noted for later was noted by a clock that went wrong, and is due.</summary>
    public static TimeSpan LongestWait { get; } = Retries.Max();

    public static async Task ParkAsync(NpgsqlConnection connection, IEnumerable<(long Id, Arrival Arrival)> parked, DateTimeOffset now, CancellationToken stop)
    {
        foreach (var (id, arrival) in parked)
        {
            await using var insert = new NpgsqlCommand("insert into parked_mail (message_id, error_class, error, attempts, raw, next_attempt_at) values ($1, $2, $3, 1, $4, $5)", connection)
            {
                Parameters =
                {
                    new() { Value = id },
                    new() { Value = arrival.Failure!.ErrorClass },
                    new() { Value = arrival.Failure.Message },
                    new() { Value = arrival.Raw.Content.Open(), NpgsqlDbType = NpgsqlDbType.Bytea },
                    new() { Value = (now + Retries[0]).UtcDateTime },
                },
            };
            await insert.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>The parked messages that lie at these UIDs: the message, and how often it was tried.</summary>
    /// <remarks>From the few that are parked to where they lie, and not the other way round: a folder has many deliveries.</remarks>
    public static async Task<IReadOnlyDictionary<long, (long Message, int Attempts)>> AtAsync(NpgsqlConnection connection, Place place, IEnumerable<long> uids, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select d.uid, p.message_id, p.attempts
            from parked_mail p
            cross join lateral (select folder_id, uid_validity, uid from deliveries where message_id = p.message_id offset 0) d
            where d.folder_id = $1 and d.uid_validity = $2 and d.uid = any($3)
            """, connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity }, new() { Value = uids.ToArray() } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var parked = new Dictionary<long, (long, int)>();
        while (await rows.ReadAsync(stop))
        {
            parked.Add(rows.GetInt64(0), (rows.GetInt64(1), rows.GetInt32(2)));
        }

        return parked;
    }

    /// <summary>Tries parked mail again: what can be read now leaves its place, the rest waits for its next try.</summary>
    /// <returns>The messages that were let out; they keep their numbers, and with them what people said of them.</returns>
    public static async Task<IReadOnlyList<(long Id, Arrival Arrival)>> AgainAsync(NpgsqlConnection connection, IReadOnlyDictionary<long, (long Message, int Attempts)> parked, IEnumerable<Arrival> arrivals, DateTimeOffset now, CancellationToken stop)
    {
        var unparked = new List<(long, Arrival)>();
        foreach (var arrival in arrivals)
        {
            var (message, attempts) = parked[arrival.Raw.Uid];
            if (arrival.Failure is null && await UnparkAsync(connection, message, arrival, stop))
            {
                unparked.Add((message, arrival));
            }
            else if (arrival.Failure is not null)
            {
                await using var later = new NpgsqlCommand("update parked_mail set attempts = attempts + 1, error_class = $2, error = $3, next_attempt_at = $4 where message_id = $1", connection)
                {
                    Parameters =
                    {
                        new() { Value = message },
                        new() { Value = arrival.Failure.ErrorClass },
                        new() { Value = arrival.Failure.Message },
                        new() { Value = attempts < Retries.Length ? (now + Retries[attempts]).UtcDateTime : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                    },
                };
                await later.ExecuteNonQueryAsync(stop);
            }
        }

        return unparked;
    }

    /// <summary>Fills the parked message in place; false when the same message was stored from elsewhere meanwhile, which its delivery then points to.</summary>
    static async Task<bool> UnparkAsync(NpgsqlConnection connection, long message, Arrival arrival, CancellationToken stop)
    {
        var mail = arrival.Mail!;
        await using var fill = new NpgsqlCommand("""
            update messages set fingerprint = $2, thread = $3, sent_at = $4, message_id_hash = $5, size = $6, automatic = $7, internal = $8, parked = false
            where id = $1 and not exists (select 1 from messages where fingerprint = $2 and id <> $1)
            """, connection)
        {
            Parameters =
            {
                new() { Value = message },
                new() { Value = arrival.Fingerprint },
                new() { Value = arrival.Thread },
                new() { Value = (object?)mail.SentAt?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)(mail.MessageId is { } id ? Fingerprint.OfMessageId(id) : null) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = arrival.Raw.Content.Length },
                new() { Value = (object?)mail.Automatic ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = arrival.Internal },
            },
        };
        var filled = await fill.ExecuteNonQueryAsync(stop) == 1;
        await ExecuteAsync(connection, "delete from parked_mail where message_id = $1", message, stop);
        await ExecuteAsync(connection, "delete from message_texts where message_id = $1", message, stop);
        if (filled)
        {
            await TextStore.AddAsync(connection, [(message, mail)], stop);
            return true;
        }

        await using var point = new NpgsqlCommand("update deliveries set message_id = m.id, brought = false from messages m where m.fingerprint = $2 and deliveries.message_id = $1", connection)
        {
            Parameters = { new() { Value = message }, new() { Value = arrival.Fingerprint } },
        };
        await point.ExecuteNonQueryAsync(stop);
        await ExecuteAsync(connection, "delete from messages m where id = $1 and not exists (select 1 from corrections where message_id = $1) and not exists (select 1 from guesses where message_id = $1)", message, stop);
        return false;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, long message, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = message } } };
        await command.ExecuteNonQueryAsync(stop);
    }
}
