using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Demo;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Helpdesk.Tests.Support;

/// <summary>A PostgreSQL that one test may stop, kill and start as it likes.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-own-");
    readonly HelpdeskDatabase database;
    readonly DataFolder dataFolder;
    FileStream? stopped;

    OwnPostgres()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", folder.Path)]).Build();
        dataFolder = new(configuration);
        database = new(configuration, dataFolder);
    }

    /// <summary>A migrated database on it.</summary>
    public string Connection => new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 20 }.ConnectionString;

    string Data => Path.Combine(folder.Path, "postgres", "data");

    public static async Task<OwnPostgres> StartAsync()
    {
        var own = new OwnPostgres();
        await own.database.OpenAsync(CancellationToken.None);
        return own;
    }

    /// <summary>Kills every process of the server, as a power cut would.</summary>
    public async Task KillAsync()
    {
        var postmaster = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        var children = (await Tool.RunAsync(["ps", "-o", "pid=", "--ppid", postmaster], CancellationToken.None)).Output;
        await Tool.RunAsync(["kill", "-KILL", postmaster, .. children.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)], CancellationToken.None);
    }

    /// <summary>Stops it until <see cref="StartAgainAsync"/>.</summary>
    /// <remarks>The cluster's keeper starts a server that is gone within five seconds; it waits for the lock that is held meanwhile.</remarks>
    public async Task StopAsync()
    {
        stopped = await LockFile.ExclusiveAsync(Path.Combine(folder.Path, "postgres", "start.lock"), CancellationToken.None);
        Assert.Equal(0, await ControlAsync("stop", "-m", "fast", "-w"));
    }

    /// <summary>Starts it again, at the same socket.</summary>
    public async Task StartAgainAsync()
    {
        stopped?.Dispose();
        for (var attempt = 0; await ControlAsync("restart", "-w", "-m", "fast") != 0; attempt++)
        {
            Assert.True(attempt < 20, "the server does not start again");
            await Task.Delay(500, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        stopped?.Dispose();
        NpgsqlConnection.ClearAllPools();
        await database.DisposeAsync();
        await EmbeddedCluster.EraseAsync(dataFolder, CancellationToken.None);
        folder.Dispose();
    }

    async Task<int> ControlAsync(params string[] words)
    {
        var user = await ServerUser.ForAsync(Path.Combine(folder.Path, "postgres"), "postgres", CancellationToken.None);
        var version = int.Parse(await File.ReadAllTextAsync(Path.Combine(Data, "PG_VERSION")), CultureInfo.InvariantCulture);
        var log = Path.Combine(folder.Path, "postgres", "postgres.log");
        return (await Tool.RunAsync(user.As([Path.Combine(PostgresPrograms.Folder(version), "pg_ctl"), words[0], "-D", Data, "-l", log, .. words[1..]]), CancellationToken.None, quiet: true)).ExitCode;
    }
}
