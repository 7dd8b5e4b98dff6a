namespace Helpdesk.Backups;

/// <summary>What a backup vouches for: where it comes from, and what must be there again once it is restored.</summary>
/// <param name="Form">The form of the file; this program writes and reads <see cref="CurrentForm"/>.</param>
/// <param name="Program">The program version that made it.</param>
/// <param name="Postgres">The major version of the server it was taken from.</param>
/// <param name="Schema">The schema files that were applied.</param>
/// <param name="DumpHash">SHA-256 of the dump inside.</param>
sealed record BackupManifest(int Form, string Program, DateTimeOffset MadeAt, int Postgres, IReadOnlyList<string> Schema, string DumpHash, IReadOnlyList<BackupManifest.Table> Tables)
{
    public const int CurrentForm = 1;

    /// <summary>One table: how many rows, and a sum over the hashes of all of them, whatever their order.</summary>
    public sealed record Table(string Name, long Rows, string Hash);

    public long Rows => Tables.Sum(t => t.Rows);
}
