using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Corrections;

/// <summary>Which message is on whose desk: the table <c>claims</c>.</summary>
sealed class Desk(HelpdeskDatabase database)
{
    /// <summary>Ten minutes: long enough for the hardest mail, short enough that a closed laptop blocks nobody's morning.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Somebody who has the message open.</summary>
    public sealed record Holder(int Person, string Name);

    /// <summary>Puts the message on the person's desk inside the caller's transaction; false when it lies on somebody else's.</summary>
    public static async Task<bool> ClaimAsync(NpgsqlConnection connection, long message, int person, CancellationToken stop)
    {
        await using var claim = new NpgsqlCommand("""
            insert into claims (message_id, person_id, until) values ($1, $2, now() + $3)
            on conflict (message_id) do update set person_id = $2, until = excluded.until
            where claims.person_id = $2 or claims.until < now()
            returning true
            """, connection)
        {
            Parameters = { new() { Value = message }, new() { Value = person }, new() { Value = Lease } },
        };
        return await claim.ExecuteScalarAsync(stop) is true;
    }

    /// <summary>Opens a message from a list: takes it where it is free, else says who has it.</summary>
    public async Task<Holder?> OpenAsync(long message, int person, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        if (await ClaimAsync(connection, message, person, stop))
        {
            return null;
        }

        await using var find = new NpgsqlCommand("select c.person_id, p.user_name from claims c join people p on p.id = c.person_id where c.message_id = $1 and c.person_id <> $2", connection)
        {
            Parameters = { new() { Value = message }, new() { Value = person } },
        };
        await using var rows = await find.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) ? new(rows.GetInt32(0), rows.GetString(1)) : null;
    }
}
