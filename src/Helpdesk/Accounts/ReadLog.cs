using Helpdesk.Database;

namespace Helpdesk.Accounts;

/// <summary>Keeps who read which message, and who took a list of them away: the tables <c>message_reads</c> and <c>message_exports</c>.</summary>
sealed class ReadLog(HelpdeskDatabase database, TimeProvider clock)
{
    /// <summary>A message read by somebody: the moment of the first time on that day.</summary>
    public sealed record Read(string Person, long Message, DateTimeOffset FirstAt);

    /// <summary>Notes that a message was put before a person's eyes; once a day is enough.</summary>
    public async Task ReadAsync(int person, long message, CancellationToken stop)
    {
        await using var add = database.Source.CreateCommand("insert into message_reads (person_id, message_id, day) values ($1, $2, $3) on conflict do nothing");
        add.Parameters.AddWithValue(person);
        add.Parameters.AddWithValue(message);
        add.Parameters.AddWithValue(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        await add.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Notes that a list of messages left as a file.</summary>
    public async Task ExportedAsync(int person, string selection, int messages, CancellationToken stop)
    {
        await using var add = database.Source.CreateCommand("insert into message_exports (person_id, selection, messages) values ($1, $2, $3)");
        add.Parameters.AddWithValue(person);
        add.Parameters.AddWithValue(selection);
        add.Parameters.AddWithValue(messages);
        await add.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Who read a message.</summary>
    public Task<IReadOnlyList<Read>> OfMessageAsync(long message, CancellationToken stop) => ListAsync("r.message_id = $1", message, stop);

    /// <summary>What a person read, latest first.</summary>
    public Task<IReadOnlyList<Read>> OfPersonAsync(int person, CancellationToken stop) => ListAsync("r.person_id = $1", person, stop);

    async Task<IReadOnlyList<Read>> ListAsync(string which, object value, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand($"""
            select p.user_name, r.message_id, r.first_at from message_reads r join people p on p.id = r.person_id
            where {which} order by r.first_at desc limit 500
            """);
        find.Parameters.AddWithValue(value);
        await using var rows = await find.ExecuteReaderAsync(stop);
        var list = new List<Read>();
        while (await rows.ReadAsync(stop))
        {
            list.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2)));
        }

        return list;
    }
}
