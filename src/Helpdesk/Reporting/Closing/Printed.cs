using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Reporting.Closing;

/// <summary>Counts a publication's printed figures from its members, once.</summary>
static class Printed
{
    sealed record Counted(short Category, string Key, int Count, int Answered);

    const string Figures = """
        select category_id, standing, source, count(*)::integer as count from published_members where publication_id = $1 group by category_id, standing, source
        union all
        select category_id, further_standing(standing), source, sum(copies)::integer from published_members where publication_id = $1 and copies > 0 group by category_id, further_standing(standing), source
        """;

    /// <param name="rules">What counts today; what else there is becomes the memo.</param>
    /// <param name="adjusted">Printed in the place of what was counted, which is kept beside it; null prints what was counted.</param>
    /// <exception cref="Refusal">The adjusted counts stand for other mail than the publication has.</exception>
    public static async Task FreezeAsync(NpgsqlConnection connection, int publication, ReportingOptions rules, AdjustedMonth? adjusted, CancellationToken stop)
    {
        var counted = await connection.ListAsync($"""
            select c.id, c.key, coalesce(sum(m.count), 0)::integer, coalesce(sum(m.count) filter (where m.source = 'person'), 0)::integer
            from categories c left join ({Figures}) m on m.category_id = c.id and m.standing = any($2)
            group by c.id, c.key
            """, [publication, rules.Counted.ToArray()], row => new Counted(row.GetInt16(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3)), stop);
        await connection.ExecuteAsync("""
            insert into published_counts (publication_id, category_id, count)
            select $1, category, count from unnest($2::smallint[], $3::integer[]) c (category, count)
            """, [publication, counted.Select(c => c.Category).ToArray(), (adjusted is null ? counted.Select(c => c.Count) : ToPrint(counted, adjusted)).ToArray()], stop);
        if (adjusted is not null)
        {
            await KeepAsync(connection, publication, counted, adjusted, stop);
        }

        var rest = await connection.ListAsync($"select standing, sum(count)::integer from ({Figures}) m where category_id is null or standing <> all($2) group by standing",
            [publication, rules.Counted.ToArray()], row => (Standing: row.GetString(0), Count: row.GetInt32(1)), stop);
        foreach (var memo in rest.GroupBy(r => rules.MemoOf(r.Standing), r => r.Count))
        {
            await connection.ExecuteAsync("insert into published_memo (publication_id, standing, count) values ($1, $2, $3)", [publication, memo.Key, memo.Sum()], stop);
        }
    }

    /// <summary>The total is counted and stays; what a person said is certain, and no estimate takes it back.</summary>
    static int[] ToPrint(IReadOnlyList<Counted> counted, AdjustedMonth adjusted)
    {
        int[] print = [.. counted.Select(c => adjusted.Cells.Single(a => a.Key == c.Key).ToPrint)];
        return print.Sum() == counted.Sum(c => c.Count) && counted.Zip(print).All(c => c.Second >= c.First.Answered)
            ? print
            : throw new Refusal("The adjusted counts stand for other mail than would be published, because some came or changed just now; do it again.");
    }

    static async Task KeepAsync(NpgsqlConnection connection, int publication, IReadOnlyList<Counted> counted, AdjustedMonth adjusted, CancellationToken stop)
    {
        await connection.ExecuteAsync("insert into published_estimates (publication_id, method, models, answers, sampled) values ($1, $2, $3, $4, $5)",
            [publication, adjusted.Method, adjusted.Models.ToArray(), adjusted.Answers, adjusted.Sampled], stop);
        foreach (var cell in counted)
        {
            var estimate = adjusted.Cells.Single(a => a.Key == cell.Key);
            await connection.ExecuteAsync("insert into published_estimate_cells (publication_id, category_id, counted, answered, adjusted, low, high) values ($1, $2, $3, $4, $5, $6, $7)",
                [publication, cell.Category, cell.Count, cell.Answered, estimate.Adjusted, estimate.Low, estimate.High], stop);
        }
    }
}
