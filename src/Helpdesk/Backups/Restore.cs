using System.Data;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Backups;

/// <summary>Restores a backup into a database of its own, holds it against the manifest, and only then puts it in place.</summary>
sealed class Restore(HelpdeskDatabase database, TimeProvider clock)
{
    /// <summary>PostgreSQL, appendix A: somebody is connected to the database that is to be renamed.</summary>
    const string ObjectInUse = "55006";

    /// <summary>PostgreSQL, appendix A: the right is missing.</summary>
    const string InsufficientPrivilege = "42501";

    string Moment => clock.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>Restores into a scratch database, compares every table, and removes it again.</summary>
    /// <exception cref="Refusal">A table differs, or the server does not play along.</exception>
    public async Task CheckAsync(BackupFile backup, CancellationToken stop)
    {
        var scratch = $"helpdesk_check_{Moment}";
        await WithMaintenanceAsync(async maintenance =>
        {
            await FillAsync(maintenance, scratch, backup, stop);
            await ExecuteAsync(maintenance, $"drop database \"{scratch}\"", stop);
        }, stop);
    }

    /// <summary>Restores and puts the result in the present database's place.</summary>
    /// <returns>The name the former database is kept under; null when there was nothing in it.</returns>
    /// <exception cref="Refusal">The present database holds mail and <paramref name="replace"/> was not said, or somebody uses it.</exception>
    public async Task<string?> RunAsync(BackupFile backup, bool replace, CancellationToken stop)
    {
        var mails = await MailsAsync(stop);
        if (mails > 0 && !replace)
        {
            throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"The database already holds {mails:N0} messages; say --replace to put the backup in its place (the present one is kept under another name), or --check to only try the backup."));
        }

        var present = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        var fresh = $"{present}_restored_{Moment}";
        var former = $"{present}_before_{Moment}";
        database.Source.Clear();
        await WithMaintenanceAsync(async maintenance =>
        {
            await FillAsync(maintenance, fresh, backup, stop);
            try
            {
                await ExecuteAsync(maintenance, $"alter database \"{present}\" rename to \"{former}\"", stop);
            }
            catch (PostgresException e) when (e.SqlState == ObjectInUse)
            {
                await ExecuteAsync(maintenance, $"drop database \"{fresh}\"", stop);
                throw new Refusal("Somebody still uses the database; stop 'helpdesk serve' and every worker, then restore again.", e);
            }

            await ExecuteAsync(maintenance, $"alter database \"{fresh}\" rename to \"{present}\"", stop);
            if (mails == 0)
            {
                await ExecuteAsync(maintenance, $"drop database \"{former}\"", stop);
            }
        }, stop);
        database.Source.Clear();
        await SchemaVersions.MigrateAsync(database.Source, stop);
        return mails == 0 ? null : former;
    }

    async Task<long> MailsAsync(CancellationToken stop)
    {
        await using var exists = database.Source.CreateCommand("select to_regclass('messages') is not null");
        if (await exists.ExecuteScalarAsync(stop) is not true)
        {
            return 0;
        }

        await using var count = database.Source.CreateCommand("select count(*) from messages");
        return (long)(await count.ExecuteScalarAsync(stop))!;
    }

    async Task FillAsync(NpgsqlConnection maintenance, string name, BackupFile backup, CancellationToken stop)
    {
        if (backup.Manifest.Postgres > maintenance.PostgreSqlVersion.Major)
        {
            throw new Refusal($"The backup was taken from PostgreSQL {backup.Manifest.Postgres}, and this server is PostgreSQL {maintenance.PostgreSqlVersion.Major}; restore it on that version or a newer one.");
        }

        await ExecuteAsync(maintenance, $"create database \"{name}\" template template0", stop);
        try
        {
            var target = Connection(name);
            await using (var dump = backup.OpenDump())
            {
                await PostgresClient.RunAsync(maintenance.PostgreSqlVersion.Major, "pg_restore", target,
                    ["--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={name}"], dump, null, stop);
            }

            await CompareAsync(target, backup.Manifest, stop);
        }
        catch
        {
            await ExecuteAsync(maintenance, $"drop database \"{name}\"", CancellationToken.None);
            throw;
        }
    }

    static async Task CompareAsync(string target, BackupManifest manifest, CancellationToken stop)
    {
        await using var restored = new NpgsqlConnection(target);
        await restored.OpenAsync(stop);
        await using var moment = await restored.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var tables = await TableHashes.ReadAsync(restored, stop);
        var differ = manifest.Tables.Except(tables).Concat(tables.Except(manifest.Tables)).Select(t => t.Name).Distinct().ToList();
        if (differ.Count > 0)
        {
            throw new Refusal($"The restored tables {string.Join(", ", differ)} are not what the manifest says; nothing was put in place. Take another backup.");
        }
    }

    string Connection(string name) => new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = name, Pooling = false, IncludeErrorDetail = false }.ConnectionString;

    /// <summary>Works from the server's own database, since none can be renamed while one is connected to it.</summary>
    async Task WithMaintenanceAsync(Func<NpgsqlConnection, Task> work, CancellationToken stop)
    {
        try
        {
            await using var maintenance = new NpgsqlConnection(Connection("postgres"));
            await maintenance.OpenAsync(stop);
            await work(maintenance);
        }
        catch (PostgresException e) when (e.SqlState == InsufficientPrivilege)
        {
            throw new Refusal("The database user may not make databases; restore as a user with the right CREATEDB that owns the database (ConnectionStrings__Helpdesk).", e);
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
