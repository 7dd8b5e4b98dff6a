using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>Message files: JSON Lines, UTF-8, one mail a line.</summary>
static class MessageFile
{
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All mails of the files, in the files' order.</summary>
    /// <exception cref="Refusal">A file is missing, or a line cannot be read; names file, line and reason.</exception>
    public static async Task<IReadOnlyList<MailSample>> ReadAsync(IEnumerable<string> files, CancellationToken stop)
    {
        var mails = new List<MailSample>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                throw new Refusal($"The message file {file} does not exist.");
            }

            var number = 0;
            await foreach (var line in File.ReadLinesAsync(file, stop))
            {
                number++;
                var mail = Parse(line, $"{file}, line {number}");
                if (!seen.Add(mail.Id))
                {
                    throw new Refusal($"{file}, line {number}: the id '{mail.Id}' was already used; every mail needs its own.");
                }

                mails.Add(mail);
            }
        }

        return mails;
    }

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Form);

    static MailSample Parse(string line, string where)
    {
        try
        {
            var mail = JsonSerializer.Deserialize<MailSample>(line, Form) ?? throw new Refusal($"{where}: the line says null; it must be a message.");
            return string.IsNullOrWhiteSpace(mail.Id) || mail.Body is null || mail.To is null || mail.Attachments is null
                ? throw new Refusal($"{where}: 'id', 'body', 'to' and 'attachments' must not be null or, for the id, empty.")
                : mail;
        }
        catch (JsonException e)
        {
            // The parser's own text may quote the mail; its path and position do not.
            throw new Refusal(line.Trim().Length == 0
                ? $"{where}: the line is empty; one message a line."
                : $"{where}: not a message ({(e.Path is { Length: > 1 } path ? $"field {path[2..]}" : $"column {e.BytePositionInLine + 1}")}): {Reason(e)}.", e);
        }
    }

    static string Reason(JsonException e) =>
        e.Message.Contains("required", StringComparison.OrdinalIgnoreCase) ? "id, date and body are required"
        : e.Path is { Length: > 1 } ? "its value has the wrong form"
        : "the JSON is broken";
}
