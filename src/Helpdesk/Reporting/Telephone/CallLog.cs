using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Telephone;

/// <summary>The telephone log: the table <c>telephone_calls</c>.</summary>
sealed class CallLog(HelpdeskDatabase database, TimeProvider clock)
{
    /// <summary>A note longer than a paragraph is a letter; it would also carry more about people than a count needs.</summary>
    public const int LongestNote = 500;

    /// <param name="Category">The category's key, if known.</param>
    public sealed record Call(int Id, DateOnly Day, string? Category, string? CategoryName, string Note, string Person);

    /// <returns>The new call's number.</returns>
    /// <exception cref="Refusal">The day lies ahead, the category is unknown, or the note too long.</exception>
    public async Task<int> AddAsync(DateOnly day, string? category, string note, string person, CancellationToken stop)
    {
        // A day ahead of UTC is still today somewhere.
        if (day > DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1))
        {
            throw new Refusal($"The day {day:yyyy-MM-dd} lies ahead; a call is logged when it has been taken.");
        }

        if (note.Length > LongestNote)
        {
            throw new Refusal($"The note has {note.Length} characters; {LongestNote} are the most.");
        }

        var found = string.IsNullOrWhiteSpace(category) ? null : ReportCategory.Find(await ReportCategory.ReadAsync(database, stop), category.Trim());
        return await database.ScalarAsync<int>("""
            insert into telephone_calls (called_on, category_id, note, person, logged_at) values ($1, $2::smallint, $3, $4, $5) returning id
            """, [day, found?.Id, note.Trim(), person, clock.GetUtcNow()], stop);
    }

    /// <summary>Takes a wrong entry out of the count; it stays on record.</summary>
    /// <exception cref="Refusal">There is no such call, or it was withdrawn before.</exception>
    public async Task WithdrawAsync(int id, string person, CancellationToken stop)
    {
        if (await database.ExecuteAsync("update telephone_calls set withdrawn_at = $3, withdrawn_by = $2 where id = $1 and withdrawn_at is null", [id, person, clock.GetUtcNow()], stop) == 0)
        {
            throw new Refusal($"There is no call {id} to withdraw.");
        }
    }

    public Task<IReadOnlyList<Call>> ListAsync(Month month, CancellationToken stop) => database.ListAsync("""
        select t.id, t.called_on, c.key, c.name, t.note, t.person
        from telephone_calls t left join categories c on c.id = t.category_id
        where t.called_on >= $1 and t.called_on < $2 and t.withdrawn_at is null
        order by t.called_on, t.id
        """, [month.FirstDay, month.Add(1).FirstDay],
        row => new Call(row.GetInt32(0), row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetString(5)), stop);

    /// <summary>The month's number of calls, as known at the moment; null for now.</summary>
    public async Task<int> CountAsync(Month month, DateTimeOffset? asOf, CancellationToken stop) => (int)await database.ScalarAsync<long>("""
        select count(*) from telephone_calls
        where called_on >= $1 and called_on < $2 and logged_at <= $3 and (withdrawn_at is null or withdrawn_at > $3)
        """, [month.FirstDay, month.Add(1).FirstDay, asOf ?? DateTimeOffset.MaxValue], stop);
}
