using Helpdesk.Database;

namespace Helpdesk.Corrections;

/// <summary>Everything that was ever said of a message: every guess and every correction, with who, when and why.</summary>
sealed class History(HelpdeskDatabase database, CategoryBook categories)
{
    /// <param name="Correction">The event's number where it can still be undone.</param>
    /// <param name="Bulk">The bulk correction it was part of.</param>
    /// <param name="UndoneAt">When it was taken back; null while it stands.</param>
    public sealed record Event(DateTimeOffset At, string Who, string What, string? Why, long? Correction, long? Bulk, DateTimeOffset? UndoneAt);

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<Event>> OfAsync(long message, CancellationToken stop)
    {
        var book = await categories.ReadAsync(stop);
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(new("""
            select g.guessed_at, o.version, g.rule, g.category_id, g.confidence
            from guesses g join models o on o.id = g.model_id where g.message_id = $1 order by g.id
            """) { Parameters = { new() { Value = message } } });
        batch.BatchCommands.Add(new("""
            select c.made_at, p.user_name, c.kind, c.category_id, c.note, c.id, c.bulk_id, u.made_at, w.kind, w.category_id
            from corrections c
            left join people p on p.id = c.person_id
            left join corrections u on u.undoes = c.id
            left join corrections w on w.id = c.undoes
            where c.message_id = $1 order by c.id
            """) { Parameters = { new() { Value = message } } });
        await using var rows = await batch.ExecuteReaderAsync(stop);
        var events = new List<Event>();
        while (await rows.ReadAsync(stop))
        {
            var what = $"{CorrectionStore.Say("category", rows.GetInt16(3), book)}, {rows.GetFloat(4).ToString("P0", System.Globalization.CultureInfo.InvariantCulture)} sure";
            events.Add(new(rows.GetFieldValue<DateTimeOffset>(0), rows.TextOrNull(2) is { } rule ? $"Rule '{rule}'" : $"Model {rows.GetString(1)}", what, null, null, null, null));
        }

        await rows.NextResultAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var isUndo = rows.GetString(2) == "undo";
            var what = isUndo ? $"Undid: {CorrectionStore.Say(rows.GetString(8), rows.ShortOrNull(9), book)}" : CorrectionStore.Say(rows.GetString(2), rows.ShortOrNull(3), book);
            var undone = rows.MomentOrNull(7);
            events.Add(new(
                rows.GetFieldValue<DateTimeOffset>(0), rows.TextOrNull(1) ?? "Staff, in the mailbox (who is not known)", what, rows.TextOrNull(4),
                isUndo || undone is not null ? null : rows.GetInt64(5), rows.IsDBNull(6) ? null : rows.GetInt64(6), undone));
        }

        return [.. events.OrderBy(e => e.At)];
    }
}
