using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting;

/// <summary>Holds a table published before this system against what is counted from messages, cell by cell, with the explanation.</summary>
sealed class Reconciliation(HelpdeskDatabase database, IOptions<ReportingOptions> options)
{
    public sealed record Cell(string Key, string Category, int Published, int Counted, string? Explanation, string? Person)
    {
        public int Difference => Counted - Published;
    }

    /// <summary>Every cell of an imported month that has messages too, in print order; none otherwise.</summary>
    public Task<IReadOnlyList<Cell>> ReadAsync(Month month, CancellationToken stop) => database.ListAsync("""
        select c.key, c.name, p.count, coalesce(m.count, 0)::integer, n.text, n.person
        from publications i
        join published_counts p on p.publication_id = i.id
        join categories c on c.id = p.category_id
        left join (select category_id, sum(count) as count from monthly_counts where month = $1 and standing = any($2) group by category_id) m on m.category_id = c.id
        left join reconciliation_notes n on n.month = i.month and n.category_id = c.id
        where i.month = $1 and i.origin = 'imported' and exists (select 1 from monthly_counts where month = $1)
        order by c.print_order
        """, [month.FirstDay, options.Value.Counted.ToArray()],
        row => new Cell(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5)), stop);

    public Task ExplainAsync(Month month, string category, string text, string person, CancellationToken stop) => database.ExecuteAsync("""
        insert into reconciliation_notes (month, category_id, text, person) select $1, id, $3, $4 from categories where key = $2
        on conflict (month, category_id) do update set text = excluded.text, person = excluded.person, noted_at = now()
        """, [month.FirstDay, category, text, person], stop);
}
