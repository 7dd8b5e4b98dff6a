using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Messages;

/// <summary>Writes messages, their texts, their deliveries and parked mail; every write can be repeated.</summary>
static class MessageStore
{
    /// <summary>Adds the messages that are not stored yet; returns each with its new id.</summary>
    /// <remarks>Rows go in ordered by fingerprint, so two mailboxes that bring the same mails at once wait for each other and never deadlock.</remarks>
    public static async Task<IReadOnlyList<(long Id, Arrival Arrival)>> AddAsync(NpgsqlConnection connection, Place place, IReadOnlyList<Arrival> arrivals, DateTimeOffset now, CancellationToken stop)
    {
        var first = arrivals.DistinctBy(a => Convert.ToHexString(a.Fingerprint)).ToDictionary(a => Convert.ToHexString(a.Fingerprint), StringComparer.Ordinal);
        Arrival[] rows = [.. first.Values];
        await using var insert = new NpgsqlCommand("""
            insert into messages (fingerprint, mailbox_id, month, received_at, sent_at, thread, message_id_hash, size, automatic, internal, parked)
            select fingerprint, $1, month, received_at, sent_at, thread, message_id_hash, size, automatic, internal, parked
            from unnest($2::bytea[], $3::date[], $4::timestamptz[], $5::timestamptz[], $6::bytea[], $7::bytea[], $8::bigint[], $9::text[], $10::boolean[], $11::boolean[])
                as given (fingerprint, month, received_at, sent_at, thread, message_id_hash, size, automatic, internal, parked)
            order by fingerprint
            on conflict (fingerprint) do nothing
            returning id, fingerprint
            """, connection)
        {
            Parameters =
            {
                new() { Value = place.Mailbox },
                Column(rows, r => r.Fingerprint, NpgsqlDbType.Bytea),
                Column(rows, r => r.Month.FirstDay, NpgsqlDbType.Date),
                Column(rows, r => r.Raw.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                Column(rows, r => r.Mail?.SentAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
                Column(rows, r => r.Thread, NpgsqlDbType.Bytea),
                Column(rows, r => r.Mail?.MessageId is { } id ? Fingerprint.OfMessageId(id) : null, NpgsqlDbType.Bytea),
                Column(rows, r => r.Raw.Content.Length, NpgsqlDbType.Bigint),
                Column(rows, r => r.Mail?.Automatic, NpgsqlDbType.Text),
                Column(rows, r => r.Internal, NpgsqlDbType.Boolean),
                Column(rows, r => r.Failure is not null, NpgsqlDbType.Boolean),
            },
        };
        var added = new List<(long Id, Arrival Arrival)>(rows.Length);
        await using (var ids = await insert.ExecuteReaderAsync(stop))
        {
            while (await ids.ReadAsync(stop))
            {
                added.Add((ids.GetInt64(0), first[Convert.ToHexString(ids.GetFieldValue<byte[]>(1))]));
            }
        }

        await TextStore.AddAsync(connection, [.. added.Where(a => a.Arrival.Mail is not null).Select(a => (a.Id, a.Arrival.Mail!))], stop);
        await ParkedStore.ParkAsync(connection, added.Where(a => a.Arrival.Failure is not null), now, stop);
        return added;
    }

    /// <summary>Records where each mail of the batch lies; the place a message was first seen at brought it.</summary>
    public static async Task DeliverAsync(NpgsqlConnection connection, Place place, IReadOnlyList<Arrival> arrivals, IReadOnlyList<(long Id, Arrival Arrival)> added, CancellationToken stop)
    {
        var brought = added.Select(a => a.Arrival).ToImmutableHashSet(ReferenceEqualityComparer.Instance);
        await using var insert = new NpgsqlCommand("""
            insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched)
            select $1, $2, given.uid, m.id, given.received_at, given.brought,
                exists (select 1 from deliveries d where d.message_id = m.id and d.folder_id = $1 and d.uid_validity <> $2)
            from unnest($3::bigint[], $4::bytea[], $5::timestamptz[], $6::boolean[]) as given (uid, fingerprint, received_at, brought)
            join messages m using (fingerprint)
            on conflict (folder_id, uid_validity, uid) do update set gone_at = null
            """, connection)
        {
            Parameters =
            {
                new() { Value = place.Folder },
                new() { Value = (long)place.UidValidity },
                Column(arrivals, a => a.Raw.Uid, NpgsqlDbType.Bigint),
                Column(arrivals, a => a.Fingerprint, NpgsqlDbType.Bytea),
                Column(arrivals, a => a.Raw.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                Column(arrivals, brought.Contains, NpgsqlDbType.Boolean),
            },
        };
        await insert.ExecuteNonQueryAsync(stop);
    }

    /// <summary>A parameter with one value for each row, for <c>unnest</c>.</summary>
    public static NpgsqlParameter Column<TRow, TValue>(IEnumerable<TRow> rows, Func<TRow, TValue> value, NpgsqlDbType type) =>
        new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
