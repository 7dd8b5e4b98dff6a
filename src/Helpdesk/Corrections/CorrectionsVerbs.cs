using System.CommandLine;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Corrections;

/// <summary><c>export corrections</c>: what people decided, as message files for training.</summary>
static class CorrectionsVerbs
{
    public static Verb Export()
    {
        var output = new Option<string>("--output") { Description = "The message file to write (JSON Lines).", HelpName = "FILE", Required = true };
        var month = new Option<string?>("--month") { Description = "Only mail of this month.", HelpName = "yyyy-MM" };
        return new("corrections", "Writes mail that people labelled, with their labels; nothing that only a machine labelled.", async (run, stop) =>
        {
            Month? only = run.Value(month) is not { } text ? null : Month.TryParse(text, out var parsed) ? parsed : throw new Refusal($"--month is '{text}', which is no month; write it as 2019-06.");
            var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var mails = await MailsAsync(source, only, stop);
            try
            {
                await File.WriteAllLinesAsync(run.Value(output)!, mails.Select(MessageFile.Line), stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new Refusal($"The file {run.Value(output)} cannot be written ({e.Message.TrimEnd('.')}).", e);
            }

            await run.Out.WriteLineAsync($"{mails.Count} mails that people labelled are in {run.Value(output)}. They hold personal text: review them before they join the training data.");
            return 0;
        }) { output, month };
    }

    static async Task<IReadOnlyList<MailSample>> MailsAsync(Npgsql.NpgsqlDataSource source, Month? only, CancellationToken stop)
    {
        await using var read = source.CreateCommand("""
            select encode(m.fingerprint, 'hex'), encode(m.thread, 'hex'), m.received_at, t.from_name, t.from_address, t.recipients, t.subject, t.body, t.attachments, m.automatic is not null, c.name
            from standings s
            join messages m on m.id = s.message_id
            join message_texts t on t.message_id = s.message_id
            join categories c on c.id = s.category_id
            where s.source = 'person' and s.standing <> 'set aside' and ($1::date is null or s.month = $1)
            order by m.received_at, m.id
            """);
        read.Parameters.Add(new() { Value = (object?)only?.FirstDay ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });
        await using var rows = await read.ExecuteReaderAsync(stop);
        var mails = new List<MailSample>();
        while (await rows.ReadAsync(stop))
        {
            mails.Add(new()
            {
                Id = rows.GetString(0)[..24],
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
            });
        }

        return mails;
    }
}
