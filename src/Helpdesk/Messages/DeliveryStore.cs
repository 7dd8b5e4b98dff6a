using Npgsql;

namespace Helpdesk.Messages;

/// <summary>What becomes of deliveries at their place; whatever it is, their messages stay counted.</summary>
static class DeliveryStore
{
    /// <summary>Stored mails that the server no longer has: it is said that they are gone, also where they lay before the folder was renumbered.</summary>
    public static async Task GoneAsync(NpgsqlConnection connection, Place place, IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        if (uids.Count > 0)
        {
            await using var command = new NpgsqlCommand("""
                with gone as (
                    update deliveries set gone_at = now() where folder_id = $1 and uid_validity = $2 and uid = any($3) returning message_id
                )
                update deliveries o set gone_at = now()
                where o.folder_id = $1 and o.uid_validity <> $2 and o.gone_at is null and o.message_id in (select message_id from gone)
                    and not exists (select from deliveries n where n.folder_id = $1 and n.uid_validity = $2 and n.message_id = o.message_id and n.gone_at is null and n.uid <> all($3))
                """, connection)
            {
                Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity }, new() { Value = uids.ToArray() } },
            };
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>What lay in the folder under another UIDVALIDITY and was not seen again under the place's own is gone.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> LostAsync(NpgsqlConnection connection, Place place, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            update deliveries o set gone_at = now()
            where o.folder_id = $1 and o.uid_validity <> $2 and o.gone_at is null
                and not exists (select 1 from deliveries n where n.folder_id = $1 and n.uid_validity = $2 and n.message_id = o.message_id)
            """, connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity } },
        };
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Of a mail that was recognised under several UIDVALIDITIES the first place and the present one are kept; a server that renumbers at every opening must not fill the database.</summary>
    public static async Task ForgetBetweenAsync(NpgsqlConnection connection, Place place, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("delete from deliveries where folder_id = $1 and uid_validity <> $2 and rematched", connection)
        {
            Parameters = { new() { Value = place.Folder }, new() { Value = (long)place.UidValidity } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }
}
