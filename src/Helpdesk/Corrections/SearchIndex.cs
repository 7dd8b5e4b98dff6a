using Helpdesk.Database;

namespace Helpdesk.Corrections;

/// <summary>Makes messages searchable: the table <c>search_texts</c>, filled behind the intake by a job.</summary>
sealed class SearchIndex(HelpdeskDatabase database)
{
    /// <summary>At a millisecond a mail half a second a step: a stop loses little, and no transaction grows long.</summary>
    const int Step = 500;

    /// <summary>Indexes everything that is not yet; two at once do each message once.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        while (await TakeAsync(Step, stop) > 0)
        {
        }
    }

    /// <summary>How many messages a search does not find yet.</summary>
    public async Task<int> BehindAsync(CancellationToken stop)
    {
        await using var count = database.Source.CreateCommand("select count(*)::integer from message_texts t where not exists (select from search_texts s where s.message_id = t.message_id)");
        return (int)(await count.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Indexes up to <paramref name="most"/> messages, newest first; how many there were.</summary>
    public async Task<int> TakeAsync(int most, CancellationToken stop)
    {
        await using var add = database.Source.CreateCommand("""
            insert into search_texts (message_id, words)
            select message_id, search_words(subject, concat_ws(' ', from_name, from_address, array_to_string(recipients, ' ')), body, array_to_string(attachments, ' '))
            from message_texts t
            where not exists (select from search_texts s where s.message_id = t.message_id)
            order by message_id desc limit $1
            on conflict do nothing
            """);
        add.Parameters.AddWithValue(most);
        return await add.ExecuteNonQueryAsync(stop);
    }
}
