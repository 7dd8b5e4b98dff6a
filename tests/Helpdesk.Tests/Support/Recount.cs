namespace Helpdesk.Tests.Support;

/// <summary>Counts every figure anew from the facts and holds it against what the report would print.</summary>
static class Recount
{
    const string FromTheFacts = """
        with judged as (
            select m.id, m.month, m.mailbox_id, coalesce(p.category_id, g.category_id) as category_id
            from messages m
            left join lateral (select category_id from guesses where message_id = m.id order by id desc limit 1) g on true
            left join lateral (select category_id from effective_corrections where message_id = m.id and kind = 'category' order by id desc limit 1) p on true
            where m.automatic is null and not m.internal and not (m.parked and coalesce(p.category_id, g.category_id) is null)
        )
        select month, category_id, count(*) from judged group by month, category_id order by 1, 2
        """;

    public static async Task MatchesAsync(string database)
    {
        var facts = await Rows.ListAsync(database, FromTheFacts);
        var printed = await Rows.ListAsync(database, "select month, category_id, sum(count) from monthly_counts where standing = 'counted' group by month, category_id order by 1, 2");
        Assert.NotEmpty(facts);
        Assert.Equal(facts, printed);
    }
}
