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
        await insert.PrepareAsync(stop);
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
    /// <remarks>The offset keeps the planner to the index on messages: without statistics, in a first reading, it would read the whole folder for each batch.</remarks>
    public static async Task DeliverAsync(NpgsqlConnection connection, Place place, IReadOnlyList<Arrival> arrivals, IReadOnlyList<(long Id, Arrival Arrival)> added, CancellationToken stop)
    {
        var brought = added.Select(a => a.Arrival).ToImmutableHashSet(ReferenceEqualityComparer.Instance);
        var ids = await IdsAsync(connection, arrivals, added, stop);
        await using var insert = new NpgsqlCommand("""
            insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched)
            select $1, $2, given.uid, given.message_id, given.received_at, given.brought, not given.brought and exists (
                select from (select folder_id, uid_validity from deliveries where message_id = given.message_id offset 0) known
                where known.folder_id = $1 and known.uid_validity <> $2)
            from unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::boolean[]) as given (uid, message_id, received_at, brought)
            on conflict (folder_id, uid_validity, uid) do update set gone_at = null
            """, connection)
        {
            Parameters =
            {
                new() { Value = place.Folder },
                new() { Value = (long)place.UidValidity },
                Column(arrivals, a => a.Raw.Uid, NpgsqlDbType.Bigint),
                Column(arrivals, a => ids[Convert.ToHexString(a.Fingerprint)], NpgsqlDbType.Bigint),
                Column(arrivals, a => a.Raw.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz),
                Column(arrivals, brought.Contains, NpgsqlDbType.Boolean),
            },
        };
        await insert.PrepareAsync(stop);
        await insert.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The messages' ids by fingerprint: those just added, and those that were stored before.</summary>
    static async Task<Dictionary<string, long>> IdsAsync(NpgsqlConnection connection, IReadOnlyList<Arrival> arrivals, IReadOnlyList<(long Id, Arrival Arrival)> added, CancellationToken stop)
    {
        var ids = added.ToDictionary(a => Convert.ToHexString(a.Arrival.Fingerprint), a => a.Id, StringComparer.Ordinal);
        byte[][] known = [.. arrivals.Select(a => a.Fingerprint).Where(f => !ids.ContainsKey(Convert.ToHexString(f)))];
        if (known.Length > 0)
        {
            await using var find = new NpgsqlCommand("select id, fingerprint from messages where fingerprint = any($1)", connection) { Parameters = { new() { Value = known } } };
            await using var rows = await find.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                ids[Convert.ToHexString(rows.GetFieldValue<byte[]>(1))] = rows.GetInt64(0);
            }
        }

        return ids;
    }

    /// <summary>A parameter with one value for each row, for <c>unnest</c>.</summary>
    public static NpgsqlParameter Column<TRow, TValue>(IEnumerable<TRow> rows, Func<TRow, TValue> value, NpgsqlDbType type) =>
        new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
