using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>Reads a message with all that helps to decide it.</summary>
sealed class ShownMessages(HelpdeskDatabase database)
{
    /// <summary>The thread's latest twenty: older ones are on the message's own page one click further.</summary>
    const int MostOfThread = 20;

    /// <summary>Null when there is no such message.</summary>
    public async Task<ShownMessage?> FindAsync(long message, CancellationToken stop)
    {
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(new("""
            select m.month, m.received_at, m.sent_at, b.name, m.automatic, m.parked, s.standing, s.category_id, s.source,
                t.from_name, t.from_address, t.recipients, t.subject, t.body, t.attachments,
                g.category_id, g.confidence, g.scores, g.rule, o.version, o.category_ids,
                coalesce((select max(id) from corrections where message_id = m.id), 0),
                exists (select from publications p where p.month = m.month and p.origin <> 'imported')
            from messages m
            join mailboxes b on b.id = m.mailbox_id
            join standings s on s.message_id = m.id
            left join message_texts t on t.message_id = m.id
            left join lateral (select * from guesses where message_id = m.id order by id desc limit 1) g on true
            left join models o on o.id = g.model_id
            where m.id = $1
            """) { Parameters = { new() { Value = message } } });
        // Note: the thread is found first and put in order after; asked in one, PostgreSQL may walk all mail by its date instead.
        batch.BatchCommands.Add(new("""
            with others as materialized (
                select id, received_at from messages where thread = (select thread from messages where id = $1) and id <> $1
            )
            select o.id, o.received_at, t.from_name, t.subject, s.category_id, s.source
            from (select * from others order by received_at desc, id desc limit $2) o
            join standings s on s.message_id = o.id
            left join message_texts t on t.message_id = o.id
            order by o.received_at desc, o.id desc
            """) { Parameters = { new() { Value = message }, new() { Value = MostOfThread } } });
        batch.BatchCommands.Add(new("""
            select p.user_name, n.made_at, n.text from notes n join people p on p.id = n.person_id where n.message_id = $1 order by n.id
            """) { Parameters = { new() { Value = message } } });

        await using var rows = await batch.ExecuteReaderAsync(stop);
        if (!await rows.ReadAsync(stop))
        {
            return null;
        }

        var shown = Read(message, rows);
        await rows.NextResultAsync(stop);
        var thread = new List<ShownMessage.InThread>();
        while (await rows.ReadAsync(stop))
        {
            thread.Add(new(rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), rows.TextOrNull(2), rows.TextOrNull(3), rows.ShortOrNull(4), rows.TextOrNull(5)));
        }

        await rows.NextResultAsync(stop);
        var notes = new List<ShownMessage.Note>();
        while (await rows.ReadAsync(stop))
        {
            notes.Add(new(rows.GetString(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2)));
        }

        return shown with { Thread = thread, Notes = notes };
    }

    static ShownMessage Read(long id, NpgsqlDataReader rows) => new(
        id,
        Month.Of(rows.GetFieldValue<DateOnly>(0)),
        rows.GetFieldValue<DateTimeOffset>(1),
        rows.MomentOrNull(2),
        rows.GetString(3),
        rows.IsDBNull(12) ? null : new(rows.GetString(9), rows.GetString(10), rows.GetFieldValue<string[]>(11), rows.GetString(12), rows.GetString(13), rows.GetFieldValue<string[]>(14)),
        rows.TextOrNull(4),
        rows.GetBoolean(5),
        rows.GetString(6),
        rows.ShortOrNull(7),
        rows.TextOrNull(8),
        rows.IsDBNull(15) ? null : new(
            rows.GetInt16(15),
            rows.GetFloat(16),
            [.. rows.GetFieldValue<short[]>(20).Zip(rows.GetFieldValue<float[]>(17)).OrderByDescending(s => s.Second)],
            rows.TextOrNull(18),
            rows.GetString(19)),
        rows.GetInt64(21),
        rows.GetBoolean(22),
        [],
        []);
}
