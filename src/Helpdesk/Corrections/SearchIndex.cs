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
        await using var count = database.Source.CreateCommand("select count(*)::integer from search_backlog");
        return (int)(await count.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Indexes up to <paramref name="most"/> messages, newest first; how many were taken.</summary>
    public async Task<int> TakeAsync(int most, CancellationToken stop)
    {
        // What another step has in hand is passed over. A text that changed while its words were made waits again, and its words are then made anew.
        await using var add = database.Source.CreateCommand("""
            with taken as (
                delete from search_backlog
                where message_id in (select message_id from search_backlog order by message_id desc limit $1 for update skip locked)
                returning message_id
            ),
            added as (
                insert into search_texts (message_id, words)
                select message_id, search_words(subject, concat_ws(' ', from_name, from_address, array_to_string(recipients, ' ')), body, array_to_string(attachments, ' '))
                from taken join message_texts using (message_id)
                order by message_id desc
                on conflict (message_id) do update set words = excluded.words
            )
            select count(*)::integer from taken
            """);
        add.Parameters.AddWithValue(most);
        return (int)(await add.ExecuteScalarAsync(stop))!;
    }
}
