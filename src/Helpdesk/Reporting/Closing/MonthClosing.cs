using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting.Exports;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Reporting.Closing;

/// <summary>Closes a month: counts and membership are frozen in one transaction, and the report is made.</summary>
sealed class MonthClosing(HelpdeskDatabase database, Checklist checklist, EditionStore editions, IOptions<ReportingOptions> options, IOptions<CountingOptions> counting, AdjustedMonth.Ask ask, TimeProvider clock)
{
    /// <param name="Total">The month's printed total.</param>
    /// <param name="Open">What the checklist still held open and the sign-off answers for.</param>
    /// <param name="Adjusted">What is printed in the place of the counted figures; null where these are.</param>
    public sealed record Outcome(Month Month, int Version, int Total, IReadOnlyList<CheckItem> Open, AdjustedMonth? Adjusted);

    /// <param name="note">The author's reason to print adjusted counts.</param>
    /// <param name="whateverItTakes">Somebody waits who can wait until a month with very much mail is judged.</param>
    /// <exception cref="Refusal">The month is not over, empty, already closed, its checklist is not green and nobody signs off, or its adjusted counts cannot be printed.</exception>
    public async Task<Outcome> CloseAsync(Month month, string person, string? signOff, Prints prints, string? note, bool whateverItTakes, CancellationToken stop)
    {
        if (Moments.End(month, counting.Value.Zone) is var end && clock.GetUtcNow() < end)
        {
            throw new Refusal($"{month} is not over; it can be closed from {Moments.Written(end)} on.");
        }

        await RefuseClosedAsync(month, stop);
        if (!await database.ScalarAsync<bool>("select exists (select 1 from monthly_counts where month = $1)", [month.FirstDay], stop))
        {
            throw new Refusal($"There is no mail in {month}, so there is nothing to close; a table made before this system is brought in with 'helpdesk import table'.");
        }

        var open = (await checklist.ReadAsync(month, stop)).Where(i => !i.IsGreen).ToList();
        if (open.Count > 0 && string.IsNullOrWhiteSpace(signOff))
        {
            throw new Refusal($"{month} cannot be closed yet: {string.Join(" ", open.Select(i => $"{i.Question}: no. {i.Found}"))} Settle this, or sign off by giving the reason (--sign-off REASON).");
        }

        if (prints == Prints.Adjusted)
        {
            AdjustedCounts.RefuseWithoutReason(month, note);
            await AdjustedCounts.ReadAsync(ask, month, whateverItTakes, stop);
        }

        var frozen = await FreezeAsync(month, person, open.Count == 0 ? null : $"{signOff!.Trim()} (open: {string.Join(", ", open.Select(i => i.Key))})", prints, note, whateverItTakes, stop);
        await editions.MakeAsync(month, stop);
        return new(month, frozen.Version, frozen.Total, open, frozen.Adjusted);
    }

    async Task<(int Version, int Total, AdjustedMonth? Adjusted)> FreezeAsync(Month month, string person, string? signOff, Prints prints, string? note, bool whateverItTakes, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // Batches on their way end before the month is frozen, and later ones see that it is: no mail falls between.
        await connection.ExecuteAsync("lock table message_standings in share mode", [], stop);
        try
        {
            var publication = await connection.ScalarAsync<int>("""
                insert into publications (month, version, origin, published_by, sign_off, note, published_at)
                select $1, coalesce(max(version), 0) + 1, 'closed', $2, $3, $5, $4 from publications where month = $1
                returning id
                """, [month.FirstDay, person, (object?)signOff ?? DBNull.Value, clock.GetUtcNow(), (object?)note?.Trim() ?? DBNull.Value], stop);
            await connection.ExecuteAsync("""
                insert into published_members (publication_id, message_id, mailbox_id, category_id, source, standing, copies)
                select $1, s.message_id, s.mailbox_id, s.category_id, s.source, s.standing, coalesce(d.copies, 0)
                from message_standings s
                left join (
                    select d.message_id, count(*)::integer as copies from further_deliveries d join messages m on m.id = d.message_id where m.month = $2 group by d.message_id
                ) d using (message_id)
                where s.month = $2
                """, [publication, month.FirstDay], stop);
            // Asked again under the lock: it is answered from what was just judged, unless mail came in between.
            var adjusted = prints == Prints.Adjusted ? await AdjustedCounts.ReadAsync(ask, month, whateverItTakes, stop) : null;
            await Printed.FreezeAsync(connection, publication, options.Value, adjusted, stop);
            await connection.ExecuteAsync("delete from touched_messages where month = $1", [month.FirstDay], stop);
            var total = await connection.ScalarAsync<long>("select sum(count) from published_counts where publication_id = $1", [publication], stop);
            var version = await connection.ScalarAsync<int>("select version from publications where id = $1", [publication], stop);
            await transaction.CommitAsync(stop);
            return (version, (int)total, adjusted);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new Refusal($"{month} was closed by somebody else just now.", e);
        }
    }

    async Task RefuseClosedAsync(Month month, CancellationToken stop)
    {
        var closed = await database.ListAsync("""
            select p.published_by, p.published_at from publications p where p.month = $1 and p.origin = 'closed' order by version limit 1
            """, [month.FirstDay], row => (By: row.GetString(0), At: row.GetFieldValue<DateTimeOffset>(1)), stop);
        if (closed is [var (by, at), ..])
        {
            throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"{month} is already closed, by {by} at {Moments.Written(at)}; changes go in with 'helpdesk restate --month {month}'."));
        }
    }
}
