using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Messages;

/// <summary>Takes away what people wrote and leaves the fact that they did: rows of <c>messages</c> never change here.</summary>
static class TextErasure
{
    public const string Blackout = "[erased]";

    /// <summary>A thousand texts in a transaction: no batch of the intake waits long for one.</summary>
    const int Batch = 1_000;

    /// <summary>What a person left: their own mails, and other people's that name them.</summary>
    public sealed record Traces(IReadOnlyList<long> Own, IReadOnlyList<Mention> Mentions, IReadOnlyList<string> Names);

    /// <summary>A mail of somebody else with the person's address, or of the same thread and with their name.</summary>
    public sealed record Mention(long Message, string Subject, string Body, string NewText, string[] Recipients);

    /// <summary>Erases a batch of the texts of mail received before the moment; zero when none is left.</summary>
    public static Task<int> TextsBeforeAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken stop) => ExecuteAsync(connection, $"""
        delete from message_texts where message_id in (
            select t.message_id from message_texts t join messages m on m.id = t.message_id where m.received_at < $1 order by t.message_id limit {Batch} for update of t)
        """, before.UtcDateTime, stop);

    /// <summary>Erases the kept bytes of mail that was parked before the moment; it stays parked until somebody labels it.</summary>
    public static Task<int> OriginalsBeforeAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken stop) => ExecuteAsync(connection, """
        update parked_mail set raw = '', error_class = 'erased', next_attempt_at = null where parked_at < $1 and octet_length(raw) > 0
        """, before.UtcDateTime, stop);

    /// <summary>Erases the kept bytes of parked mail in which the address stands.</summary>
    public static Task<int> OriginalsWithAsync(NpgsqlConnection connection, string address, CancellationToken stop) => ExecuteAsync(connection, """
        update parked_mail set raw = '', error_class = 'erased', next_attempt_at = null
        where position(convert_to($1, 'UTF8') in convert_to(lower(convert_from(raw, 'LATIN1')), 'UTF8')) > 0
        """, address, stop);

    /// <summary>Finds what a person left. A form of the website that carries their address is their own mail, whoever sent it.</summary>
    public static async Task<Traces> OfAsync(NpgsqlConnection connection, string address, CancellationToken stop)
    {
        var own = new List<long>();
        var mentions = new List<Mention>();
        await using (var command = new NpgsqlCommand("""
            with own as (select message_id from message_texts where lower(from_address) = $1),
            names as (select distinct lower(from_name) as name from message_texts where lower(from_address) = $1 and from_name like '% %'),
            threads as (select distinct m.thread from own join messages m on m.id = own.message_id)
            select t.message_id, lower(t.from_address) = $1, t.subject, t.body, t.new_text, t.recipients
            from message_texts t join messages m on m.id = t.message_id
            where lower(t.from_address) = $1 or position($1 in lower(t.subject || ' ' || t.body || ' ' || array_to_string(t.recipients, ' '))) > 0
                or (m.thread in (select thread from threads) and exists (select 1 from names where position(name in lower(t.subject || ' ' || t.body)) > 0))
            """, connection) { Parameters = { new() { Value = address } }, CommandTimeout = 0 })
        {
            await using var rows = await command.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                var mention = new Mention(rows.GetInt64(0), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<string[]>(5));
                if (rows.GetBoolean(1) || (mention.Body.Contains(address, StringComparison.OrdinalIgnoreCase) && WebForm.Is(mention.Body)))
                {
                    own.Add(mention.Message);
                }
                else
                {
                    mentions.Add(mention);
                }
            }
        }

        return new(own, mentions, await NamesAsync(connection, address, stop));
    }

    public static async Task EraseAsync(NpgsqlConnection connection, string address, Traces traces, CancellationToken stop)
    {
        await using (var delete = new NpgsqlCommand("delete from message_texts where message_id = any($1)", connection) { Parameters = { new() { Value = traces.Own.ToArray() } } })
        {
            await delete.ExecuteNonQueryAsync(stop);
        }

        var person = new Regex(string.Join('|', traces.Names.Prepend(address).Select(Regex.Escape)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        foreach (var m in traces.Mentions)
        {
            await using var redact = new NpgsqlCommand("update message_texts set subject = $2, body = $3, new_text = $4, recipients = $5 where message_id = $1", connection)
            {
                Parameters =
                {
                    new() { Value = m.Message },
                    new() { Value = person.Replace(m.Subject, Blackout) },
                    new() { Value = person.Replace(m.Body, Blackout) },
                    new() { Value = person.Replace(m.NewText, Blackout) },
                    new() { Value = m.Recipients.Select(r => person.Replace(r, Blackout)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                },
            };
            await redact.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Full names only: a first name alone would black out other people.</summary>
    static async Task<IReadOnlyList<string>> NamesAsync(NpgsqlConnection connection, string address, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select distinct from_name from message_texts where lower(from_address) = $1 and from_name like '% %'", connection) { Parameters = { new() { Value = address } } };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var names = new List<string>();
        while (await rows.ReadAsync(stop))
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, object value, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } }, CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(stop);
    }
}
