using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Backups;

/// <summary>Saves the database as one file: a dump, and a manifest taken of the very same moment.</summary>
/// <remarks>
/// Hangfire's tables stay out: its recurring jobs are set up at every start, and all of them can be repeated. The key
/// file that unlocks the sign-in keys stays out too, so that a stolen backup opens no session.
/// </remarks>
sealed class Backup(HelpdeskDatabase database, TimeProvider clock)
{
    public const string DumpEntry = "database.dump";
    public const string ManifestEntry = "manifest.json";

    public static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the file beside and renames it, so that half a backup is never taken for a whole one.</summary>
    /// <exception cref="Refusal">The file cannot be written, or pg_dump failed.</exception>
    public async Task<BackupManifest> WriteAsync(string path, CancellationToken stop)
    {
        if (File.Exists(path) && (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.ReparsePoint)) != 0)
        {
            throw new Refusal($"{path} is no plain file; name one with --output.");
        }

        var half = path + ".part";
        try
        {
            await using (var file = new FileStream(half, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                var manifest = await WriteAsync(file, stop);
                file.Flush(flushToDisk: true);
                File.Move(half, path, overwrite: true);
                return manifest;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"The backup {path} cannot be written ({e.Message.TrimEnd('.')}); free some space or choose another place with --output.", e);
        }
        finally
        {
            File.Delete(half);
        }
    }

    async Task<BackupManifest> WriteAsync(FileStream file, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", connection);
        var snapshot = (string)(await export.ExecuteScalarAsync(stop))!;
        await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        string hash;
        await using (var entry = zip.CreateEntry(DumpEntry, CompressionLevel.NoCompression).Open())
        using (var hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        await using (var hashed = new HashedStream(entry, hashing))
        {
            await PostgresClient.RunAsync(connection.PostgreSqlVersion.Major, "pg_dump", database.ConnectionString,
                ["--format=custom", $"--snapshot={snapshot}", "--no-owner", "--no-privileges", "--exclude-schema=hangfire"], null, hashed, stop);
            hash = Convert.ToHexStringLower(hashing.GetHashAndReset());
        }

        var manifest = new BackupManifest(BackupManifest.CurrentForm, Version, clock.GetUtcNow(), connection.PostgreSqlVersion.Major,
            await SchemaVersions.AppliedNamesAsync(connection, stop), hash, await TableHashes.ReadAsync(connection, stop));
        await using var text = zip.CreateEntry(ManifestEntry).Open();
        await JsonSerializer.SerializeAsync(text, manifest, Form, stop);
        return manifest;
    }

    static string Version => typeof(Backup).Assembly.GetName().Version!.ToString(3);
}
