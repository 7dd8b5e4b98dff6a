using Npgsql;

namespace Helpdesk.Backups;

/// <summary>Counts and hashes every table, so that what was restored can be held against what was saved.</summary>
static class TableHashes
{
    /// <summary>Everything that changes how a row is written as text, pinned: the two hashes may be taken years and servers apart.</summary>
    const string Settings = "set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 1";

    /// <summary>Reads inside the caller's transaction.</summary>
    public static async Task<IReadOnlyList<BackupManifest.Table>> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using (var settings = new NpgsqlCommand(Settings, connection))
        {
            await settings.ExecuteNonQueryAsync(stop);
        }

        var names = new List<string>();
        await using (var list = new NpgsqlCommand("""
            select quote_ident(relname) from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
            order by relname collate "C"
            """, connection))
        {
            await using var rows = await list.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                names.Add(rows.GetString(0));
            }
        }

        var tables = new List<BackupManifest.Table>();
        foreach (var name in names)
        {
            // Sixty bits of each row's MD5: no guard against a forger (the dump's own hash is), but no lost or changed row escapes it.
            await using var hash = new NpgsqlCommand($"""
                select count(*), coalesce(sum(('x' || substr(md5(whole_row::text), 1, 15))::bit(60)::bigint), 0)::text from public.{name} as whole_row
                """, connection) { CommandTimeout = 0 };
            await using var row = await hash.ExecuteReaderAsync(stop);
            await row.ReadAsync(stop);
            tables.Add(new(name, row.GetInt64(0), row.GetString(1)));
        }

        return tables;
    }
}
