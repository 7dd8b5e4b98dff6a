using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Database;

/// <summary>What <c>doctor</c> looks at on the floor: folder, disk, server, schema.</summary>
static class DatabaseDoctor
{
    /// <summary>A gigabyte: a year's mail and its index, and the room a server needs to work.</summary>
    const long LeastFree = 1L << 30;

    public static IEnumerable<DoctorCheck> Checks(IServiceProvider services)
    {
        var folder = services.GetRequiredService<DataFolder>();
        var database = services.GetRequiredService<HelpdeskDatabase>();
        yield return new("disk", _ => Task.FromResult(Disk(folder)));
        yield return new("database", async stop =>
        {
            var source = await database.OpenAsync(stop);
            await using var command = source.CreateCommand("select current_setting('server_version')");
            return $"{(database.IsEmbedded ? "embedded cluster" : "server of ConnectionStrings__Helpdesk")}, PostgreSQL {await command.ExecuteScalarAsync(stop)}, schema up to date";
        });
    }

    static string Disk(DataFolder folder)
    {
        var path = folder.Folder(".");
        var free = new DriveInfo(path).AvailableFreeSpace;
        return free >= LeastFree
            ? string.Create(CultureInfo.InvariantCulture, $"{folder.Path} can be written, {free >> 30:N0} GB free")
            : throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"only {free >> 20:N0} MB are free where {folder.Path} lies; free some space or name another folder with --data-folder."));
    }
}
