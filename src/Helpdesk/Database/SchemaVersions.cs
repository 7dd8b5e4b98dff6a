using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Helpdesk.CommandLine;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Database;

/// <summary>The schema as numbered SQL files (<c>Database/Schema</c>), applied in order, each once, each in its own transaction.</summary>
/// <remarks>
/// During an upgrade the old program runs on beside the new one. A file that only adds says in a line of its own
/// <c>-- usable from: 0003a_ingestion</c>: a program whose newest file is that one, or a later one, still works on the
/// schema. A file without the line takes something away, and older programs refuse the schema. So an upgrade adds first
/// (expand), and the next version takes away what nobody uses any more (contract).
/// </remarks>
static partial class SchemaVersions
{
    /// <summary>"help" in ASCII, a lock key of our own: two processes that migrate wait for each other.</summary>
    public const long LockKey = 0x68656c70;

    const string Prefix = "Helpdesk.Database.Schema.";

    sealed record Version(string Name, string Sql)
    {
        public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

        /// <summary>The newest file of the oldest program that can use the schema behind this file; null for this file's own program.</summary>
        public string? UsableFrom => UsableFromLine().Match(Sql) is { Success: true } line ? line.Groups[1].Value : null;
    }

    /// <summary>A file as the database remembers it.</summary>
    sealed record Applied(byte[] Hash, string? UsableFrom);

    /// <summary>Refuses a schema that this program cannot use.</summary>
    /// <exception cref="Refusal">Older (run <c>migrate</c>), or newer and not made to be used by this program too (upgrade the program).</exception>
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
            await ExecuteAsync("alter table schema_versions add column if not exists usable_from text");
            var missing = Missing(await AppliedAsync(connection, stop));
            foreach (var version in missing)
            {
                await using var transaction = await connection.BeginTransactionAsync(stop);
                await ExecuteAsync(version.Sql);
                await using var record = new NpgsqlCommand("insert into schema_versions (name, hash, usable_from) values ($1, $2, $3)", connection)
                {
                    Parameters = { new() { Value = version.Name }, new() { Value = version.Hash }, new() { Value = (object?)version.UsableFrom ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } },
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

    /// <summary>The schema files of this program, by name.</summary>
    public static IReadOnlyList<string> Names() => [.. All().Select(v => v.Name)];

    /// <summary>The schema files that were applied to the database, in order.</summary>
    public static async Task<IReadOnlyList<string>> AppliedNamesAsync(NpgsqlConnection connection, CancellationToken stop) =>
        [.. (await AppliedAsync(connection, stop)).Keys.Order(StringComparer.Ordinal)];

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

    static async Task<Dictionary<string, Applied>> AppliedAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var applied = new Dictionary<string, Applied>();
        await using var exists = new NpgsqlCommand("select to_regclass('schema_versions') is not null", connection);
        if (await exists.ExecuteScalarAsync(stop) is true)
        {
            // Through JSON, since a schema that was made before there was the column is fine.
            await using var list = new NpgsqlCommand("select name, hash, to_jsonb(v) ->> 'usable_from' from schema_versions v", connection);
            await using var rows = await list.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                applied.Add(rows.GetString(0), new(rows.GetFieldValue<byte[]>(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
            }
        }

        return applied;
    }

    static IReadOnlyList<Version> Missing(Dictionary<string, Applied> applied)
    {
        var all = All();
        List<Version> missing = [.. all.Where(v => !applied.ContainsKey(v.Name))];
        var unknown = applied.Keys.Except(all.Select(v => v.Name)).Order(StringComparer.Ordinal).ToList();
        var unusable = missing.Count > 0 ? unknown : unknown.FindAll(name => applied[name].UsableFrom is not { } from || string.CompareOrdinal(from, all[^1].Name) > 0);
        if (unusable.Count > 0)
        {
            throw new Refusal($"The database's schema is newer than this program (it has {string.Join(", ", unusable)}); start the newer program.");
        }

        if (all.FirstOrDefault(v => applied.TryGetValue(v.Name, out var given) && !given.Hash.AsSpan().SequenceEqual(v.Hash)) is { } changed)
        {
            throw new Refusal($"The schema file {changed.Name} was applied to this database with another content; start the program version that made it, and add changes as new files.");
        }

        return missing;
    }

    [GeneratedRegex(@"^-- usable from: (\S+)[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex UsableFromLine();
}
