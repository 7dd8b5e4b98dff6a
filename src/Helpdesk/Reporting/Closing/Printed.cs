using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Reporting.Closing;

/// <summary>Counts a publication's printed figures from its members, once.</summary>
static class Printed
{
    /// <param name="counted">The standings that count today; what the others are becomes the memo.</param>
    public static async Task FreezeAsync(NpgsqlConnection connection, int publication, IReadOnlyList<string> counted, CancellationToken stop)
    {
        await connection.ExecuteAsync("""
            insert into published_counts (publication_id, category_id, count)
            select $1, c.id, coalesce(sum(m.count), 0)::integer
            from categories c
            left join (
                select category_id, standing, count(*) as count from published_members where publication_id = $1 group by category_id, standing
                union all
                select category_id, 'duplicate', sum(copies) from published_members where publication_id = $1 and copies > 0 group by category_id
            ) m on m.category_id = c.id and m.standing = any($2)
            group by c.id
            """, [publication, counted.ToArray()], stop);
        await connection.ExecuteAsync("""
            insert into published_memo (publication_id, standing, count)
            select $1, standing, sum(count)::integer
            from (
                select standing, count(*) as count from published_members where publication_id = $1 group by standing
                union all
                select 'duplicate', sum(copies) from published_members where publication_id = $1 and copies > 0 having sum(copies) > 0
            ) m
            where standing <> all($2)
            group by standing
            """, [publication, counted.ToArray()], stop);
    }
}
