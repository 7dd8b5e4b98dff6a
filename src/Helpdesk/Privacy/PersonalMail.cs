using System.Net.Mail;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Privacy;

/// <summary>Answers a person who asks what is kept of them, or that it be erased (GDPR, articles 15 and 17).</summary>
sealed class PersonalMail(HelpdeskDatabase database, TimeProvider clock)
{
    public sealed record Outcome(int Mails, int Redacted, int Originals);

    /// <summary>What is handed to the person: their own mails whole; of other people's only that they are named.</summary>
    public sealed record Export(DateTimeOffset MadeAt, IReadOnlyList<Mail> Mails, IReadOnlyList<Named> NamedIn);

    public sealed record Mail(long Message, DateTimeOffset ReceivedAt, string Mailbox, string FromName, string FromAddress, IReadOnlyList<string> Recipients, string Subject, string Body, IReadOnlyList<string> Attachments, string? Category, string? JudgedBy);

    public sealed record Named(long Message, DateTimeOffset ReceivedAt, string Mailbox);

    /// <summary>Erases the person's mails, blacks out their address and name in other people's, and records the act; all or nothing.</summary>
    /// <exception cref="Refusal">That is no address.</exception>
    public async Task<Outcome> EraseAsync(string given, string reference, CancellationToken stop)
    {
        var address = Address(given);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var traces = await TextErasure.OfAsync(connection, address, stop);
        await TextErasure.EraseAsync(connection, address, traces, stop);
        var originals = await TextErasure.OriginalsWithAsync(connection, address, stop);
        await PrivacyActs.RecordAsync(connection, PrivacyActs.PersonErased, reference, null, traces.Own.Count + originals, traces.Mentions.Count, clock.GetUtcNow(), stop);
        await transaction.CommitAsync(stop);
        return new(traces.Own.Count, traces.Mentions.Count, originals);
    }

    /// <summary>Gathers what is kept and records that it was handed out.</summary>
    /// <exception cref="Refusal">That is no address.</exception>
    public async Task<Export> ExportAsync(string given, string reference, CancellationToken stop)
    {
        var address = Address(given);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var traces = await TextErasure.OfAsync(connection, address, stop);
        var export = new Export(clock.GetUtcNow(), await MailsAsync(connection, traces.Own, stop), await NamedAsync(connection, [.. traces.Mentions.Select(m => m.Message)], stop));
        await PrivacyActs.RecordAsync(connection, PrivacyActs.PersonExported, reference, null, export.Mails.Count, 0, clock.GetUtcNow(), stop);
        await transaction.CommitAsync(stop);
        return export;
    }

    static string Address(string given) => MailAddress.TryCreate(given.Trim(), out var address) && address.DisplayName.Length == 0
        ? address.Address.ToLowerInvariant()
        : throw new Refusal("That is no e-mail address; give one such as name@company.example.");

    static async Task<IReadOnlyList<Mail>> MailsAsync(NpgsqlConnection connection, IReadOnlyList<long> messages, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select m.id, m.received_at, b.name, t.from_name, t.from_address, t.recipients, t.subject, t.body, t.attachments, c.name, s.source
            from messages m join mailboxes b on b.id = m.mailbox_id join message_texts t on t.message_id = m.id
            join standings s on s.message_id = m.id left join categories c on c.id = s.category_id
            where m.id = any($1) order by m.received_at, m.id
            """, connection) { Parameters = { new() { Value = messages.ToArray() } } };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var mails = new List<Mail>();
        while (await rows.ReadAsync(stop))
        {
            mails.Add(new(rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<string[]>(5),
                rows.GetString(6), rows.GetString(7), rows.GetFieldValue<string[]>(8), rows.IsDBNull(9) ? null : rows.GetString(9), rows.IsDBNull(10) ? null : rows.GetString(10)));
        }

        return mails;
    }

    static async Task<IReadOnlyList<Named>> NamedAsync(NpgsqlConnection connection, long[] messages, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select m.id, m.received_at, b.name from messages m join mailboxes b on b.id = m.mailbox_id where m.id = any($1) order by m.received_at, m.id
            """, connection) { Parameters = { new() { Value = messages } } };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var named = new List<Named>();
        while (await rows.ReadAsync(stop))
        {
            named.Add(new(rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2)));
        }

        return named;
    }
}
