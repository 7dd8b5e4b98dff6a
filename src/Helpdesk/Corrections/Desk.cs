using Helpdesk.Database;

namespace Helpdesk.Corrections;

/// <summary>Which message is on whose desk: the table <c>claims</c>.</summary>
sealed class Desk(HelpdeskDatabase database)
{
    /// <summary>Ten minutes: long enough for the hardest mail, short enough that a closed laptop blocks nobody's morning.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Somebody who has the message open.</summary>
    public sealed record Holder(int Person, string Name);

    /// <summary>Opens a message from a list: takes it where it is free, else says who has it.</summary>
    public async Task<Holder?> OpenAsync(long message, int person, CancellationToken stop)
    {
        await using var claim = database.Source.CreateCommand("""
            with taken as (
                insert into claims (message_id, person_id, until) values ($1, $2, now() + $3)
                on conflict (message_id) do update set person_id = excluded.person_id, until = excluded.until
                where claims.person_id = excluded.person_id or claims.until < now()
                returning message_id
            )
            select c.person_id, p.user_name from claims c join people p on p.id = c.person_id
            where c.message_id = $1 and c.person_id <> $2 and not exists (select from taken)
            """);
        claim.Parameters.AddWithValue(message);
        claim.Parameters.AddWithValue(person);
        claim.Parameters.AddWithValue(Lease);
        await using var rows = await claim.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop) ? new(rows.GetInt32(0), rows.GetString(1)) : null;
    }
}
