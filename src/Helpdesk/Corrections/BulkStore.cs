using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Corrections;

/// <summary>Bulk corrections: a selection is prepared with its preview, made as one step, undone as one step.</summary>
/// <remarks>What is made is exactly what was previewed, except messages that somebody corrected in between.</remarks>
sealed class BulkStore(HelpdeskDatabase database, CategoryBook categories)
{
    /// <summary>A preview nobody confirmed within a day is forgotten.</summary>
    static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>One bulk correction as its page shows it.</summary>
    public sealed record Bulk(long Id, int Person, string Name, Verdict Verdict, string Selection, int Selected, DateTimeOffset PreparedAt, DateTimeOffset? MadeAt, DateTimeOffset? UndoneAt, string? UndoneBy, int Written);

    /// <summary>Messages that move from one cell of the table to another (or into or out of it).</summary>
    /// <param name="From">What counts now.</param>
    /// <param name="ByPerson">Of them already decided by a person.</param>
    /// <param name="Closed">The month is closed: they become restatement items there.</param>
    public sealed record Move(Month Month, short? From, string Standing, int Messages, int ByPerson, bool Closed);

    /// <summary>Keeps a selection for confirmation; nothing is corrected yet.</summary>
    /// <exception cref="Refusal">Nothing is selected, or the category does not exist.</exception>
    public async Task<long> PrepareAsync(int person, Verdict verdict, string selection, long[] messages, CancellationToken stop)
    {
        if (messages.Length == 0)
        {
            throw new Refusal("Nothing is selected; tick messages, or choose all that the search shows.");
        }

        if (verdict.Category is { } category && (await categories.ReadAsync(stop)).All(c => c.Id != category))
        {
            throw new Refusal("There is no such category; choose one from the list.");
        }

        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(new("delete from bulk_corrections where made_at is null and prepared_at < now() - $1") { Parameters = { new() { Value = Forgotten } } });
        batch.BatchCommands.Add(new("""
            insert into bulk_corrections (person_id, kind, category_id, selection, message_ids, newest_correction)
            select $1, $2, $3, $4, $5, coalesce(max(id), 0) from corrections
            returning id
            """)
        {
            Parameters = { new() { Value = person }, new() { Value = verdict.Kind }, new() { Value = (object?)verdict.Category ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint }, new() { Value = selection }, new() { Value = messages } },
        });
        return (long)(await batch.ExecuteScalarAsync(stop))!;
    }

    public async Task<Bulk?> FindAsync(long bulk, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select b.id, b.person_id, p.user_name, b.kind, b.category_id, b.selection, cardinality(b.message_ids), b.prepared_at, b.made_at, b.undone_at, u.user_name,
                (select count(*)::integer from corrections c where c.bulk_id = b.id)
            from bulk_corrections b join people p on p.id = b.person_id left join people u on u.id = b.undone_by
            where b.id = $1
            """);
        find.Parameters.AddWithValue(bulk);
        await using var rows = await find.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop)
            ? new(rows.GetInt64(0), rows.GetInt32(1), rows.GetString(2),
                rows.ShortOrNull(4) is { } category ? Verdict.Of(category) : rows.GetString(3) == Verdict.SetAside.Kind ? Verdict.SetAside : Verdict.Restore,
                rows.GetString(5), rows.GetInt32(6), rows.GetFieldValue<DateTimeOffset>(7), rows.MomentOrNull(8), rows.MomentOrNull(9), rows.TextOrNull(10), rows.GetInt32(11))
            : null;
    }

    /// <summary>Where the selected messages stand now, cell by cell.</summary>
    public async Task<IReadOnlyList<Move>> PreviewAsync(long bulk, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select s.month, s.category_id, s.standing, count(*)::integer, (count(*) filter (where s.source = 'person'))::integer,
                exists (select from publications p where p.month = s.month and p.origin <> 'imported')
            from bulk_corrections b
            cross join unnest(b.message_ids) as i (id)
            join standings s on s.message_id = i.id
            where b.id = $1
            group by s.month, s.category_id, s.standing
            order by s.month, s.category_id
            """);
        find.Parameters.AddWithValue(bulk);
        await using var rows = await find.ExecuteReaderAsync(stop);
        var moves = new List<Move>();
        while (await rows.ReadAsync(stop))
        {
            moves.Add(new(Month.Of(rows.GetFieldValue<DateOnly>(0)), rows.ShortOrNull(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetBoolean(5)));
        }

        return moves;
    }

    /// <summary>Makes a prepared bulk correction; a second time changes nothing.</summary>
    /// <exception cref="Refusal">It is not this person's, or its category is not in force in a month it touches.</exception>
    public async Task<string> MakeAsync(long bulk, int person, CancellationToken stop)
    {
        var prepared = await FindAsync(bulk, stop);
        if (prepared is null || prepared.Person != person)
        {
            throw new Refusal("There is no such preview of yours; it may be older than a day. Select the messages again.");
        }

        var book = await categories.ReadAsync(stop);
        foreach (var move in await PreviewAsync(bulk, stop))
        {
            CorrectionStore.Check(prepared.Verdict, move.Month, book);
        }

        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var make = new NpgsqlCommand("update bulk_corrections set made_at = now() where id = $1 and made_at is null", connection) { Parameters = { new() { Value = bulk } } })
        {
            if (await make.ExecuteNonQueryAsync(stop) == 0)
            {
                return $"This was done before, once: {prepared.Written} messages.";
            }
        }

        // Two statements: the second sees what somebody committed while the first waited for their message.
        await using (var hold = new NpgsqlCommand("select from messages where id = any((select message_ids from bulk_corrections where id = $1)::bigint[]) order by id for no key update", connection) { Parameters = { new() { Value = bulk } } })
        {
            await hold.ExecuteNonQueryAsync(stop);
        }

        await using var write = new NpgsqlCommand("""
            insert into corrections (message_id, kind, category_id, person_id, bulk_id)
            select m.id, b.kind, b.category_id, b.person_id, b.id
            from bulk_corrections b cross join unnest(b.message_ids) as i (id) join messages m on m.id = i.id
            where b.id = $1 and not exists (select from corrections c where c.message_id = m.id and c.id > b.newest_correction)
            """, connection) { Parameters = { new() { Value = bulk } } };
        var written = await write.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return written == prepared.Selected
            ? $"{written:N0} messages: {CorrectionStore.Say(prepared.Verdict.Kind, prepared.Verdict.Category, book)}."
            : $"{written:N0} messages: {CorrectionStore.Say(prepared.Verdict.Kind, prepared.Verdict.Category, book)}. {prepared.Selected - written:N0} others were corrected by somebody since the preview and left alone.";
    }

    /// <summary>Takes a bulk correction back as one step; what counted before counts again.</summary>
    /// <exception cref="Refusal">It was never made.</exception>
    public async Task<string> UndoAsync(long bulk, int person, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var mark = new NpgsqlCommand("update bulk_corrections set undone_at = now(), undone_by = $2 where id = $1 and made_at is not null and undone_at is null", connection) { Parameters = { new() { Value = bulk }, new() { Value = person } } })
        {
            if (await mark.ExecuteNonQueryAsync(stop) == 0)
            {
                return await FindAsync(bulk, stop) is { UndoneAt: not null } ? "It was undone before." : throw new Refusal("There is no such bulk correction to undo.");
            }
        }

        await using var undo = new NpgsqlCommand("""
            insert into corrections (message_id, kind, undoes, person_id, bulk_id)
            select c.message_id, 'undo', c.id, $2, null from corrections c where c.bulk_id = $1 and c.kind <> 'undo'
            on conflict (undoes) do nothing
            """, connection) { Parameters = { new() { Value = bulk }, new() { Value = person } } };
        var undone = await undo.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return $"Undone for {undone:N0} messages: what counted before counts again.";
    }

    /// <summary>The latest that were made, for the list's page.</summary>
    public async Task<IReadOnlyList<(long Id, string Person, DateTimeOffset At, string Selection, bool Undone)>> LatestAsync(CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select b.id, p.user_name, b.made_at, b.selection, b.undone_at is not null
            from bulk_corrections b join people p on p.id = b.person_id where b.made_at is not null order by b.id desc limit 5
            """);
        await using var rows = await find.ExecuteReaderAsync(stop);
        var list = new List<(long, string, DateTimeOffset, string, bool)>();
        while (await rows.ReadAsync(stop))
        {
            list.Add((rows.GetInt64(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3), rows.GetBoolean(4)));
        }

        return list;
    }
}
