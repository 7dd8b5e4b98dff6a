using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Closing;

/// <summary>What the mailboxes say of a month: read to its end, and the certificate. The one place that asks them.</summary>
sealed class Completeness(HelpdeskDatabase database)
{
    /// <param name="ReadUntil">When the mailbox was last read completely; null when never.</param>
    /// <param name="ComparedAt">When every UID was last compared with what is stored; null when never.</param>
    /// <param name="OnServer">Mails of the month that the server has, as of the last comparison.</param>
    /// <param name="Waiting">Listed by the server and not handed out yet.</param>
    public sealed record Mailbox(string Name, DateTimeOffset? ReadUntil, DateTimeOffset? ComparedAt, int OnServer, int Stored, int Waiting, int GoneAfterStoring, int GoneBeforeReading)
    {
        public bool ReadPast(DateTimeOffset end) => ReadUntil >= end;
    }

    /// <summary>Counted now, for whoever closes the month.</summary>
    public Task<IReadOnlyList<Mailbox>> ReadAsync(Month month, CancellationToken stop) => ReadAsync(month, "certificate_of", stop);

    /// <summary>For whoever looks: as last counted where nothing happened since.</summary>
    public Task<IReadOnlyList<Mailbox>> KnownAsync(Month month, CancellationToken stop) => ReadAsync(month, "certificate_known", stop);

    async Task<IReadOnlyList<Mailbox>> ReadAsync(Month month, string certificate, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand($"""
            select m.name, min(f.last_success_at), min(f.compared_at), bool_or(f.last_success_at is null),
                coalesce(max(c.on_server), 0), coalesce(max(c.stored), 0), coalesce(max(c.waiting), 0), coalesce(max(c.gone_after_storing), 0), coalesce(max(c.gone_before_reading), 0)
            from mailboxes m
            join folders f on f.mailbox_id = m.id
            left join {certificate}($1) c on c.mailbox_id = m.id
            group by m.name order by m.name
            """);
        command.Parameters.AddWithValue(month.FirstDay);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var mailboxes = new List<Mailbox>();
        while (await rows.ReadAsync(stop))
        {
            mailboxes.Add(new(rows.GetString(0), rows.GetBoolean(3) ? null : At(1), At(2), rows.GetInt32(4), rows.GetInt32(5), rows.GetInt32(6), rows.GetInt32(7), rows.GetInt32(8)));
        }

        return mailboxes;

        DateTimeOffset? At(int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateTimeOffset>(column);
    }
}
