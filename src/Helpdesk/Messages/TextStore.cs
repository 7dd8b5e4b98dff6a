using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Messages;

/// <summary>Writes what people wrote: the table <c>message_texts</c>.</summary>
static class TextStore
{
    /// <summary>Adds the texts of new messages.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<(long Id, ReadMail Mail)> texts, CancellationToken stop)
    {
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy message_texts (message_id, message_id_header, from_name, from_address, recipients, subject, body, new_text, attachments)
            from stdin (format binary)
            """, stop);
        foreach (var (id, mail) in texts)
        {
            await copy.StartRowAsync(stop);
            await copy.WriteAsync(id, NpgsqlDbType.Bigint, stop);
            if (mail.MessageId is null)
            {
                await copy.WriteNullAsync(stop);
            }
            else
            {
                await copy.WriteAsync(mail.MessageId, NpgsqlDbType.Text, stop);
            }

            await copy.WriteAsync(mail.FromName, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.FromAddress, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.Recipients.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.Subject, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.Body, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.Text.New, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(mail.Attachments.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, stop);
        }

        await copy.CompleteAsync(stop);
    }
}
