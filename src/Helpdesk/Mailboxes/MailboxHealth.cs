using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>How the mailboxes fare, for people: state, completeness, outages, parked mail, what is told.</summary>
sealed class MailboxHealth(HelpdeskDatabase database)
{
    public sealed record State(string Mailbox, DateTimeOffset? LastSuccess, DateTimeOffset? NextAttempt, int Failures, string? Trouble, DateTimeOffset? Since);

    /// <summary>The certificate of completeness of one mailbox and month.</summary>
    /// <param name="OnServer">Mails the server has, as of the last full comparison: stored and still there, or waiting.</param>
    /// <param name="Waiting">Listed by the server and not handed out yet.</param>
    /// <param name="GoneAfterStoring">Stored, later moved or deleted on the server; they stay counted.</param>
    /// <param name="GoneBeforeReading">Seen in a list and gone before they could be read.</param>
    public sealed record Certificate(string Mailbox, Month Month, int OnServer, int Stored, int Classified, int Corrected, int Parked, int Waiting, int GoneAfterStoring, int GoneBeforeReading)
    {
        /// <summary>Nothing of the month is still to come: all that is on the server is stored and read.</summary>
        public bool IsComplete => Waiting == 0 && Parked == 0 && Classified == Stored;
    }

    public sealed record Outage(string Mailbox, DateTimeOffset Began, DateTimeOffset? Ended, string Sentence);

    public sealed record Incident(string Mailbox, string Folder, DateTimeOffset At, int? Matched, int? New, int? Gone);

    public sealed record ParkedClass(string ErrorClass, int Mails, DateTimeOffset Oldest, DateTimeOffset? NextAttempt);

    public Task<IReadOnlyList<State>> StatesAsync(CancellationToken stop) => ListAsync("""
        select m.name, s.last_success_at, s.next_attempt_at, coalesce(s.failures, 0), o.sentence, o.began_at
        from mailboxes m left join mailbox_states s on s.mailbox_id = m.id left join outages o on o.mailbox_id = m.id and o.ended_at is null
        order by m.name
        """, row => new State(row.GetString(0), At(row, 1), At(row, 2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), At(row, 5)), [], stop);

    /// <summary>The certificates of a month, or of all months when null, newest first.</summary>
    public Task<IReadOnlyList<Certificate>> CertificatesAsync(Month? month, CancellationToken stop) => ListAsync("""
        select m.name, c.month, c.on_server, c.stored, c.classified, c.corrected, c.parked, c.waiting, c.gone_after_storing, c.gone_before_reading
        from certificates c join mailboxes m on m.id = c.mailbox_id
        where c.month = coalesce($1, c.month) order by c.month desc, m.name
        """,
        row => new Certificate(row.GetString(0), Month.Of(row.GetFieldValue<DateOnly>(1)), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9)),
        [new NpgsqlParameter<DateOnly?> { TypedValue = month?.FirstDay }], stop);

    /// <summary>Brings the certificates up to date: the months that changed since the last count, or all.</summary>
    public async Task CountAsync(bool everything, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("select count_certificates($1)");
        command.Parameters.AddWithValue(everything);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The outages that touch the time from <paramref name="from"/> on, newest first.</summary>
    public Task<IReadOnlyList<Outage>> OutagesAsync(DateTimeOffset from, CancellationToken stop) => ListAsync("""
        select m.name, o.began_at, o.ended_at, o.sentence from outages o join mailboxes m on m.id = o.mailbox_id
        where o.ended_at is null or o.ended_at >= $1 order by o.began_at desc
        """, row => new Outage(row.GetString(0), At(row, 1)!.Value, At(row, 2), row.GetString(3)), [new NpgsqlParameter { Value = from.UtcDateTime }], stop);

    public Task<IReadOnlyList<Incident>> IncidentsAsync(CancellationToken stop) => ListAsync("""
        select m.name, f.name, i.happened_at, i.matched, i.new, i.gone
        from incidents i join folders f on f.id = i.folder_id join mailboxes m on m.id = f.mailbox_id order by i.happened_at desc limit 20
        """, row => new Incident(row.GetString(0), row.GetString(1), At(row, 2)!.Value, Number(row, 3), Number(row, 4), Number(row, 5)), [], stop);

    public Task<IReadOnlyList<ParkedClass>> ParkedAsync(CancellationToken stop) => ListAsync("""
        select error_class, count(*)::integer, min(parked_at), min(next_attempt_at) from parked_mail group by error_class order by count(*) desc
        """, row => new ParkedClass(row.GetString(0), row.GetInt32(1), At(row, 2)!.Value, At(row, 3)), [], stop);

    public Task<IReadOnlyList<string>> AlertsAsync(CancellationToken stop) =>
        ListAsync("select sentence from alerts where cleared_at is null order by raised_at desc", row => row.GetString(0), [], stop);

    async Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var list = new List<T>();
        while (await rows.ReadAsync(stop))
        {
            list.Add(read(rows));
        }

        return list;
    }

    static DateTimeOffset? At(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
