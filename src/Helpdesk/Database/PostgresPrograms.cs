using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Database;

/// <summary>The PostgreSQL server programs installed on this machine (<c>initdb</c>, <c>pg_ctl</c>).</summary>
static class PostgresPrograms
{
    /// <summary>The oldest server we support: the oldest in a supported Debian release.</summary>
    const int OldestVersion = 15;

    /// <summary>The folder of <c>pg_dump</c> and <c>pg_restore</c> that can talk to a server of that major version: they know all older servers, and no newer one.</summary>
    /// <exception cref="Refusal">Not installed, or too old.</exception>
    public static string ClientFolder(int server)
    {
        var found = Installed("pg_dump").MaxBy(p => p.Version);
        return found.Folder is { } folder && found.Version >= server
            ? folder
            : throw new Refusal($"pg_dump {(found.Folder is null ? "is not installed" : $"is of PostgreSQL {found.Version}")}, and the server is PostgreSQL {server}; install the package postgresql-client-{server}.");
    }

    /// <summary>The folder of the programs of one major version, or of the newest when <paramref name="version"/> is null.</summary>
    /// <exception cref="Refusal">Not installed.</exception>
    public static string Folder(int? version)
    {
        var found = Installed("initdb").Where(p => version is null ? p.Version >= OldestVersion : p.Version == version).MaxBy(p => p.Version);
        return found.Folder ?? throw new Refusal(version is null
            ? $"No PostgreSQL server programs (version {OldestVersion} or newer) are installed; install the package postgresql, or set ConnectionStrings__Helpdesk to a server."
            : $"The embedded database was made by PostgreSQL {version}, whose server programs are not installed; install the package postgresql-{version}.");
    }

    static IEnumerable<(int Version, string? Folder)> Installed(string program)
    {
        string[] parents = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"];
        foreach (var folder in parents.Where(Directory.Exists).SelectMany(p => Directory.GetDirectories(p)).Concat(Directory.GetDirectories("/usr", "pgsql-*")))
        {
            var name = Path.GetFileName(folder);
            if (int.TryParse(name.Replace("pgsql-", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && File.Exists(Path.Combine(folder, "bin", program)))
            {
                yield return (version, Path.Combine(folder, "bin"));
            }
        }
    }
}
