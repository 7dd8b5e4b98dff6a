using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Helpdesk.CommandLine;
using Npgsql;

namespace Helpdesk.Database;

/// <summary>The schema as numbered SQL files (<c>Database/Schema</c>), applied in order, each once, each in its own transaction.</summary>
static class SchemaVersions
{
    /// <summary>"help" in ASCII, a lock key of our own: two processes that migrate wait for each other.</summary>
    const long LockKey = 0x68656c70;

    const string Prefix = "Helpdesk.Database.Schema.";

    sealed record Version(string Name, string Sql)
    {
        public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));
    }

    /// <summary>Refuses a schema that is not exactly this program's.</summary>
    /// <exception cref="Refusal">Older (run <c>migrate</c>) or newer (upgrade the program).</exception>
    public static async Task CheckAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        var missing = Missing(await AppliedAsync(connection, stop));
        if (missing.Count > 0)
        {
            throw new Refusal($"The database's schema is older than this program (missing: {string.Join(", ", missing.Select(v => v.Name))}); run 'helpdesk migrate' first.");
        }
    }

    /// <summary>Applies what is missing and names it; nothing to do is fine.</summary>
    /// <exception cref="Refusal">The database's schema is newer than this program, or an applied file was changed since.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        if (Missing(await AppliedAsync(connection, stop)).Count == 0)
        {
            return [];
        }

        await ExecuteAsync($"select pg_advisory_lock({LockKey})");
        try
        {
            await ExecuteAsync("create table if not exists schema_versions (name text primary key, hash bytea not null, applied_at timestamptz not null default now())");
            var missing = Missing(await AppliedAsync(connection, stop));
            foreach (var version in missing)
            {
                await using var transaction = await connection.BeginTransactionAsync(stop);
                await ExecuteAsync(version.Sql);
                await using var record = new NpgsqlCommand("insert into schema_versions (name, hash) values ($1, $2)", connection)
                {
                    Parameters = { new() { Value = version.Name }, new() { Value = version.Hash } },
                };
                await record.ExecuteNonQueryAsync(stop);
                await transaction.CommitAsync(stop);
            }

            return [.. missing.Select(v => v.Name)];
        }
        finally
        {
            await ExecuteAsync($"select pg_advisory_unlock({LockKey})");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    static IReadOnlyList<Version> All() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => new Version(Path.GetFileNameWithoutExtension(n[Prefix.Length..]), Read(n)))];

    static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    static async Task<Dictionary<string, byte[]>> AppliedAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var applied = new Dictionary<string, byte[]>();
        await using var exists = new NpgsqlCommand("select to_regclass('schema_versions') is not null", connection);
        if (await exists.ExecuteScalarAsync(stop) is true)
        {
            await using var list = new NpgsqlCommand("select name, hash from schema_versions", connection);
            await using var rows = await list.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                applied.Add(rows.GetString(0), rows.GetFieldValue<byte[]>(1));
            }
        }

        return applied;
    }

    static IReadOnlyList<Version> Missing(Dictionary<string, byte[]> applied)
    {
        var all = All();
        var unknown = applied.Keys.Except(all.Select(v => v.Name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new Refusal($"The database's schema is newer than this program (it has {string.Join(", ", unknown)}); start the newer program.");
        }

        if (all.FirstOrDefault(v => applied.TryGetValue(v.Name, out var hash) && !hash.AsSpan().SequenceEqual(v.Hash)) is { } changed)
        {
            throw new Refusal($"The schema file {changed.Name} was applied to this database with another content; start the program version that made it, and add changes as new files.");
        }

        return [.. all.Where(v => !applied.ContainsKey(v.Name))];
    }
}
