using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Backups;

/// <summary>A backup that somebody wants to restore: looked at from all sides before anything is done with it.</summary>
sealed class BackupFile : IDisposable
{
    readonly ZipArchive zip;

    BackupFile(ZipArchive zip, BackupManifest manifest)
    {
        this.zip = zip;
        Manifest = manifest;
    }

    public BackupManifest Manifest { get; }

    /// <exception cref="Refusal">No such file, no backup, damaged, or made by a newer program.</exception>
    public static async Task<BackupFile> OpenAsync(string path, CancellationToken stop)
    {
        if (!File.Exists(path))
        {
            throw new Refusal($"There is no file {path}.");
        }

        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            var manifest = await ReadManifestAsync(zip, path, stop);
            await CheckAsync(zip, manifest, path, stop);
            return new(zip, manifest);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            zip?.Dispose();
            throw new Refusal($"The file {path} is damaged or is no backup of this program; take an older one.", e);
        }
        catch (Exception e) when (e is Refusal or UnauthorizedAccessException or IOException)
        {
            zip?.Dispose();
            throw e as Refusal ?? new Refusal($"The file {path} cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    public Stream OpenDump() => zip.GetEntry(Backup.DumpEntry)!.Open();

    public void Dispose() => zip.Dispose();

    static async Task<BackupManifest> ReadManifestAsync(ZipArchive zip, string path, CancellationToken stop)
    {
        if (zip.GetEntry(Backup.ManifestEntry) is not { } entry || zip.GetEntry(Backup.DumpEntry) is null)
        {
            throw new InvalidDataException();
        }

        await using var text = entry.Open();
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(text, Backup.Form, stop);
        if (manifest is not { Schema: not null, Tables: not null, DumpHash: not null })
        {
            throw new InvalidDataException();
        }

        var unknown = manifest.Schema.Except(SchemaVersions.Names()).ToList();
        return manifest.Form == BackupManifest.CurrentForm && unknown.Count == 0
            ? manifest
            : throw new Refusal($"The backup {path} was made by version {manifest.Program}, which is newer than this program{(unknown.Count > 0 ? $" (its schema has {string.Join(", ", unknown)})" : "")}; restore it with that version.");
    }

    static async Task CheckAsync(ZipArchive zip, BackupManifest manifest, string path, CancellationToken stop)
    {
        await using var dump = zip.GetEntry(Backup.DumpEntry)!.Open();
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(dump, stop)) != manifest.DumpHash)
        {
            throw new Refusal($"The dump in {path} is not what its manifest says (SHA-256 differs): the file was damaged or changed; take another backup.");
        }
    }
}
