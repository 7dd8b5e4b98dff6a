using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Closing;

/// <summary>What authors say beside the figures: notes on those that stand out, series breaks, explanations of old tables.</summary>
sealed class NoteStore(HelpdeskDatabase database, IOptions<CountingOptions> counting)
{
    /// <summary>Two hundred: the surest of so many are sure enough to write a note from, and reading all of a large cell takes a quarter of a second for each.</summary>
    const int MostLookedAt = 200;

    /// <param name="Kept">Printed; else dropped.</param>
    public sealed record Note(Month Month, string Key, string Category, bool Kept, string Text, string Person);

    /// <param name="Id">Null for a break that the system found itself.</param>
    public sealed record Break(int? Id, Month Month, string Text);

    /// <summary>An example of a cell's mail, for whoever writes the note.</summary>
    public sealed record Example(long Message, DateTimeOffset Received, string? Subject);

    public Task<IReadOnlyList<Note>> DecidedAsync(Month first, Month last, CancellationToken stop) => database.ListAsync("""
        select n.month, c.key, c.name, n.decision = 'kept', n.text, n.person
        from figure_notes n join categories c on c.id = n.category_id
        where n.month between $1 and $2 order by n.month, c.print_order
        """, [first.FirstDay, last.FirstDay], row => new Note(Month.Of(row.GetFieldValue<DateOnly>(0)), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetString(4), row.GetString(5)), stop);

    public Task DecideAsync(Month month, string category, bool keep, string text, string person, CancellationToken stop) => database.ExecuteAsync("""
        insert into figure_notes (month, category_id, decision, text, person) select $1, id, $3, $4, $5 from categories where key = $2
        on conflict (month, category_id) do update set decision = excluded.decision, text = excluded.text, person = excluded.person, decided_at = now()
        """, [month.FirstDay, category, keep ? "kept" : "dropped", text, person], stop);

    /// <summary>Three mails of a cell, the surest of its latest ones first: what the figure is made of.</summary>
    public Task<IReadOnlyList<Example>> ExamplesAsync(Month month, string category, CancellationToken stop) => database.ListAsync("""
        select s.message_id, s.received_at, t.subject
        from (
            select s.message_id, m.received_at, s.source, s.confidence
            from messages m
            cross join lateral (
                -- The offset keeps the walk: by itself PostgreSQL takes month and moment for two things and reads the month whole.
                select message_id, source, confidence from message_standings
                where message_id = m.id and month = $1 and category_id = (select id from categories where key = $2) and standing = 'counted' offset 0
            ) s
            where m.received_at >= $3 and m.received_at < $4
            order by m.received_at desc, m.id desc limit $5
        ) s
        left join message_texts t on t.message_id = s.message_id
        order by s.source = 'person' desc, s.confidence desc nulls last, s.message_id limit 3
        """, [month.FirstDay, category, Moments.End(month.Add(-1), counting.Value.Zone), Moments.End(month, counting.Value.Zone), MostLookedAt],
        row => new Example(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetString(2)), stop);

    /// <summary>From where on figures cannot be compared with those before: what authors wrote, new models, categories and mailboxes that begin.</summary>
    public Task<IReadOnlyList<Break>> BreaksAsync(Month first, Month last, string zone, CancellationToken stop) => database.ListAsync("""
        select id, month, text from (
            select id, month, note as text, 0 as kind from series_breaks
            union all
            select null, date_trunc('month', first_used_at at time zone $3)::date, 'the model ' || version || ' judges from ' || to_char(first_used_at at time zone $3, 'FMDD Month YYYY'), 1
            from models where id > (select min(id) from models)
            union all
            select null, first_month, name || ' is counted from this month', 2 from categories where first_month is not null
            union all
            select null, (last_month + interval '1 month')::date, name || ' is no longer counted', 2 from categories where last_month is not null
            union all
            select null, f.month, 'the mailbox ' || b.name || ' is counted from this month', 3
            from (select mailbox_id, min(month) as month from monthly_counts group by mailbox_id) f
            join mailboxes b on b.id = f.mailbox_id
            where f.month > (select min(month) from monthly_counts)
        ) b
        where month between $1 and $2 order by month, kind, text
        """, [first.FirstDay, last.FirstDay, zone], row => new Break(row.IsDBNull(0) ? null : row.GetInt32(0), Month.Of(row.GetFieldValue<DateOnly>(1)), System.Text.RegularExpressions.Regex.Replace(row.GetString(2), " +", " ")), stop);

    public Task AddBreakAsync(Month month, string note, string person, CancellationToken stop) =>
        database.ExecuteAsync("insert into series_breaks (month, note, person) values ($1, $2, $3)", [month.FirstDay, note, person], stop);

    public Task RemoveBreakAsync(int id, CancellationToken stop) => database.ExecuteAsync("delete from series_breaks where id = $1", [id], stop);
}
