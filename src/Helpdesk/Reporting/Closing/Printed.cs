using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Reporting.Closing;

/// <summary>Counts a publication's printed figures from its members, once.</summary>
static class Printed
{
    /// <param name="rules">What counts today; what else there is becomes the memo.</param>
    public static async Task FreezeAsync(NpgsqlConnection connection, int publication, ReportingOptions rules, CancellationToken stop)
    {
        const string figures = """
            select category_id, standing, count(*)::integer as count from published_members where publication_id = $1 group by category_id, standing
            union all
            select category_id, further_standing(standing), sum(copies)::integer from published_members where publication_id = $1 and copies > 0 group by category_id, further_standing(standing)
            """;
        await connection.ExecuteAsync($"""
            insert into published_counts (publication_id, category_id, count)
            select $1, c.id, coalesce(sum(m.count), 0)::integer
            from categories c left join ({figures}) m on m.category_id = c.id and m.standing = any($2)
            group by c.id
            """, [publication, rules.Counted.ToArray()], stop);
        var rest = await connection.ListAsync($"select standing, sum(count)::integer from ({figures}) m where category_id is null or standing <> all($2) group by standing",
            [publication, rules.Counted.ToArray()], row => (Standing: row.GetString(0), Count: row.GetInt32(1)), stop);
        foreach (var memo in rest.GroupBy(r => rules.MemoOf(r.Standing), r => r.Count))
        {
            await connection.ExecuteAsync("insert into published_memo (publication_id, standing, count) values ($1, $2, $3)", [publication, memo.Key, memo.Sum()], stop);
        }
    }
}
