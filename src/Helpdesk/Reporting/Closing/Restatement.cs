using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting.Exports;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Closing;

/// <summary>What would change a closed month, and the new published version that takes it in.</summary>
sealed class Restatement(HelpdeskDatabase database, EditionStore editions, IOptions<ReportingOptions> options, AdjustedMonth.Ask ask, TimeProvider clock)
{
    /// <param name="Published">The category it was counted in, or why it was not counted; null when it was not in the month.</param>
    /// <param name="Now">The same today; null when it is no longer in the month.</param>
    public sealed record Item(long Message, DateTimeOffset At, string? Published, string? Now, string Why, bool Noted);

    /// <summary>Items of a closed month, oldest first; none for an open one.</summary>
    public Task<IReadOnlyList<Item>> ItemsAsync(Month month, CancellationToken stop) => database.ListAsync("""
        select i.message_id, i.touched_at,
            case when i.published_standing = 'counted' then a.name else i.published_standing || coalesce(' (' || a.name || ')', '') end,
            case when i.standing = 'counted' then b.name else i.standing || coalesce(' (' || b.name || ')', '') end,
            i.why, i.noted
        from restatement_items i
        left join categories a on a.id = i.published_category_id
        left join categories b on b.id = i.category_id
        where i.month = $1 and ($2 or i.why <> 'delivered once more')
        order by i.touched_at, i.message_id
        """, [month.FirstDay, options.Value.CountDuplicates],
        row => new Item(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetBoolean(5)), stop);

    /// <summary>Leaves items as they are, with a reason.</summary>
    public Task NoteAsync(Month month, IReadOnlyList<long> messages, string reason, string person, CancellationToken stop) => database.ExecuteAsync("""
        insert into restatement_notes (message_id, month, category_id, standing, copies, reason, person)
        select message_id, month, category_id, coalesce(standing, 'gone'), copies, $3, $4 from restatement_items
        where month = $1 and message_id = any($2) and not noted
        """, [month.FirstDay, messages.ToArray(), reason, person], stop);

    /// <summary>Publishes a new version of a closed month that takes items in; the old versions stay.</summary>
    /// <param name="accepted">The messages to take in; null takes all that are not noted.</param>
    /// <param name="asked">What the new version prints; null leaves that as it is.</param>
    /// <param name="whateverItTakes">Somebody waits who can wait until a month with very much mail is judged.</param>
    /// <returns>The new version, how many items it took in, and what it prints in the place of the counted figures, if it does.</returns>
    /// <exception cref="Refusal">The month is open, was imported, nothing would change, or its adjusted counts cannot be printed.</exception>
    public async Task<(int Version, int Items, AdjustedMonth? Adjusted)> RestateAsync(Month month, IReadOnlyList<long>? accepted, Prints? asked, string? note, string person, bool whateverItTakes, CancellationToken stop)
    {
        var before = await PrintsAsync(month, stop);
        var prints = asked ?? before ?? Prints.Counted;
        if (prints == Prints.Adjusted && before is not null)
        {
            AdjustedCounts.RefuseWithoutReason(month, note);
            await AdjustedCounts.ReadAsync(ask, month, whateverItTakes, stop);
        }

        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await connection.ExecuteAsync("lock table message_standings in share mode", [], stop);
        var old = await connection.ScalarAsync<int?>("select publication_id from closed_months where month = $1", [month.FirstDay], stop) ?? throw await NotClosedAsync(month, stop);
        await connection.ExecuteAsync("""
            create temp table accepted on commit drop as
            select * from restatement_items
            where month = $1 and ($2::bigint[] is null and not noted or message_id = any($2)) and ($3 or why <> 'delivered once more')
            """, [month.FirstDay, (object?)accepted?.ToArray() ?? DBNull.Value, options.Value.CountDuplicates], stop);
        var items = (int)await connection.ScalarAsync<long>("select count(*) from accepted", [], stop);
        if (items == 0 && prints == before)
        {
            throw new Refusal(accepted is null
                ? $"{month} is published as it is known now; there is nothing to restate."
                : $"None of the chosen items of {month} is still open; load the page again.");
        }

        var publication = await connection.ScalarAsync<int>("""
            insert into publications (month, version, origin, published_by, note, published_at)
            select $1, max(version) + 1, 'restated', $2, $3, $4 from publications where month = $1 returning id
            """, [month.FirstDay, person, (object?)note ?? DBNull.Value, clock.GetUtcNow()], stop);
        await connection.ExecuteAsync("""
            insert into published_members (publication_id, message_id, mailbox_id, category_id, source, standing, copies)
            select $1, message_id, mailbox_id, category_id, source, standing, copies
            from published_members p where publication_id = $2 and not exists (select 1 from accepted a where a.message_id = p.message_id)
            union all
            select $1, message_id, mailbox_id, category_id, source, standing, copies from accepted where standing is not null
            """, [publication, old], stop);
        AdjustedMonth? adjusted = null;
        if (prints == Prints.Adjusted)
        {
            await AdjustedCounts.RefuseOtherMailAsync(connection, publication, month, stop);
            adjusted = await AdjustedCounts.ReadAsync(ask, month, whateverItTakes, stop);
        }

        await Printed.FreezeAsync(connection, publication, options.Value, adjusted, stop);
        var version = await connection.ScalarAsync<int>("select version from publications where id = $1", [publication], stop);
        await transaction.CommitAsync(stop);
        await editions.MakeAffectedAsync(month, stop);
        return (version, items, adjusted);
    }

    /// <summary>What a closed month prints now; null for one that is not closed.</summary>
    public async Task<Prints?> PrintsAsync(Month month, CancellationToken stop) => await database.ScalarAsync<bool?>("""
        select exists (select from published_estimates e where e.publication_id = m.publication_id) from closed_months m where month = $1
        """, [month.FirstDay], stop) switch { true => Prints.Adjusted, false => Prints.Counted, null => null };

    async Task<Refusal> NotClosedAsync(Month month, CancellationToken stop) =>
        await database.ScalarAsync<bool>("select exists (select 1 from publications where month = $1)", [month.FirstDay], stop)
            ? new($"{month} was published before this system and has not been closed here; close it first with 'helpdesk close --month {month}'.")
            : new($"{month} is open: its figures follow every correction, so there is nothing to restate; close it first with 'helpdesk close --month {month}'.");
}
