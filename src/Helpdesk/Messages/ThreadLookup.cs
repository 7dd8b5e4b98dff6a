using Helpdesk.Classification;
using Npgsql;

namespace Helpdesk.Messages;

/// <summary>Finds the conversation a mail belongs to, and what that was taken for so far.</summary>
/// <remarks>Holds one batch's threads: what the database knows, and what the batch adds as it goes.</remarks>
sealed class ThreadLookup
{
    readonly Dictionary<string, byte[]> threadOfId = new(StringComparer.Ordinal);
    readonly Dictionary<string, MailInput.ThreadSoFar> soFar = new(StringComparer.Ordinal);

    /// <summary>Reads what the database knows of the mails' earlier messages.</summary>
    /// <param name="names">What the model in service calls each category.</param>
    public static async Task<ThreadLookup> ReadAsync(NpgsqlConnection connection, IEnumerable<ReadMail> mails, LearnedNames names, CancellationToken stop)
    {
        var lookup = new ThreadLookup();
        var references = mails.SelectMany(m => m.References).Distinct(StringComparer.Ordinal).ToList();
        if (references.Count == 0)
        {
            return lookup;
        }

        var hashes = references.ToDictionary(r => Key(Fingerprint.OfMessageId(r)), StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select message_id_hash, thread, category_id, by_person from threads_of($1)", connection)
        {
            Parameters = { new() { Value = references.Select(Fingerprint.OfMessageId).ToArray() } },
        };
        await command.PrepareAsync(stop);
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var thread = rows.GetFieldValue<byte[]>(1);
            lookup.threadOfId[hashes[Key(rows.GetFieldValue<byte[]>(0))]] = thread;
            if (!rows.IsDBNull(2))
            {
                lookup.soFar[Key(thread)] = new(names.Of(rows.GetInt16(2)), rows.GetBoolean(3));
            }
        }

        return lookup;
    }

    /// <summary>The thread of a mail: its nearest known ancestor's, else one named by its oldest reference, else its own.</summary>
    public byte[] Of(ReadMail mail) =>
        mail.References.Reverse().Select(threadOfId.GetValueOrDefault).FirstOrDefault(t => t is not null)
        ?? (mail.References is [var oldest, ..] ? oldest : mail.MessageId) switch
        {
            { } id => Fingerprint.OfMessageId(id),
            null => mail.Fingerprint[..16],
        };

    /// <summary>What the thread was taken for: by the latest answer of a person, else by the latest guess; null for a thread's first mail.</summary>
    public MailInput.ThreadSoFar? Earlier(byte[] thread) => soFar.GetValueOrDefault(Key(thread));

    /// <summary>Remembers a mail of this batch for those behind it.</summary>
    public void Add(ReadMail mail, byte[] thread, Guess guess)
    {
        if (mail.MessageId is not null)
        {
            threadOfId[mail.MessageId] = thread;
        }

        if (Earlier(thread) is not { ByPerson: true })
        {
            soFar[Key(thread)] = new(guess.Category, ByPerson: false);
        }
    }

    static string Key(byte[] bytes) => Convert.ToHexString(bytes);
}
