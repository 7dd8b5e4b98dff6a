using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Classification;

/// <summary>Stored mail with the category that a person gave it: the only stored mail that trains a model, and what <c>export corrections</c> writes.</summary>
static class PeoplesAnswers
{
    /// <summary>Twelve bytes of the hash: two of a million mails share them about once in ten quadrillion.</summary>
    const int PrintLetters = 24;

    /// <summary>Is this the name of a stored mail among training mail, and not one that a file gave?</summary>
    public static bool IsPrint(string id) => id.Length == PrintLetters && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Every message whose category a person decided, that nobody set aside, and whose text is still kept, oldest first.</summary>
    /// <remarks>It is named by its bytes' hash and not by its number: a file of it fits any database.</remarks>
    /// <param name="month">The first day of the only month asked for; null for all.</param>
    public static async Task<IReadOnlyList<MailSample>> ReadAsync(NpgsqlConnection connection, DateOnly? month, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select left(encode(m.fingerprint, 'hex'), 24), encode(m.thread, 'hex'), s.received_at, t.from_name, t.from_address, t.recipients, t.subject, t.body, t.attachments,
                m.automatic is not null, c.name, encode(sha256(convert_to(lower(t.from_address), 'utf8')), 'hex')
            from standings s
            join messages m on m.id = s.message_id
            join message_texts t on t.message_id = s.message_id
            join categories c on c.id = s.category_id
            where s.source = 'person' and s.standing <> 'set aside' and ($1::date is null or s.month = $1)
            order by s.received_at, s.message_id
            """, connection)
        {
            Parameters = { new() { Value = (object?)month ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var mails = new List<MailSample>();
        while (await rows.ReadAsync(stop))
        {
            mails.Add(new()
            {
                Id = rows.GetString(0),
                Thread = rows.GetString(1),
                Date = rows.GetFieldValue<DateTimeOffset>(2),
                FromName = rows.GetString(3),
                From = rows.GetString(4),
                To = rows.GetFieldValue<string[]>(5),
                Subject = rows.GetString(6),
                Body = rows.GetString(7),
                Attachments = rows.GetFieldValue<string[]>(8),
                Automatic = rows.GetBoolean(9),
                Label = rows.GetString(10),
                Writer = rows.GetString(11),
            });
        }

        return mails;
    }

    /// <summary>The shares of the categories in the last twelve months of counted mail; null before there is any.</summary>
    public static async Task<IReadOnlyDictionary<string, double>?> MixAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select c.name, coalesce(sum(f.count), 0)::float8
            from categories c
            left join monthly_counts f on f.category_id = c.id and f.standing = 'counted'
                and f.month > (select max(month) from monthly_counts) - interval '12 months'
            group by c.name
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        while (await rows.ReadAsync(stop))
        {
            counts.Add(rows.GetString(0), rows.GetDouble(1));
        }

        return counts.Values.Sum() == 0 ? null : CategoryMix.Shares(counts);
    }
}
