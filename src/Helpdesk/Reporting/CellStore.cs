using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>The messages behind a figure: of a current cell, or of a published version.</summary>
sealed class CellStore(HelpdeskDatabase database)
{
    /// <summary>Enough for any cell of the report; a larger one goes on over the page's end.</summary>
    public const int PageSize = 200;

    public sealed record Mail(long Message, DateTimeOffset Received, string Mailbox, string? Source, float? Confidence, string Standing, string? Subject);

    /// <param name="category">The category's key; null for every category.</param>
    /// <param name="version">A published version; null for the current figures.</param>
    /// <param name="withText">The reader may see subjects.</param>
    public Task<IReadOnlyList<Mail>> ReadAsync(Month month, string? category, IReadOnlyList<string> standings, int? version, int page, bool withText, CancellationToken stop) => database.ListAsync($"""
        select s.message_id, m.received_at, b.name, s.source, c.confidence, s.standing, case when $5 then t.subject end
        from ({(version is null
            ? "select message_id, mailbox_id, category_id, source, standing from message_standings where month = $1 and $6::integer is null"
            : "select message_id, mailbox_id, category_id, source, standing from published_members where publication_id = (select id from publications where month = $1 and version = $6)")}) s
        join messages m on m.id = s.message_id
        join mailboxes b on b.id = s.mailbox_id
        left join message_standings c on c.message_id = s.message_id
        left join categories k on k.id = s.category_id
        left join message_texts t on t.message_id = s.message_id
        where ($2::text is null or k.key = $2) and s.standing = any($3)
        order by m.received_at, s.message_id limit {PageSize} offset $4
        """, [month.FirstDay, category, standings.ToArray(), (page - 1) * PageSize, withText, version],
        row => new Mail(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetFloat(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6)), stop);
}
