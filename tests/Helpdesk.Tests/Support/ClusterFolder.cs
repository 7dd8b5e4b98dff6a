using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Demo;

namespace Helpdesk.Tests.Support;

/// <summary>A data folder of its own with the embedded cluster in it, removed when the cluster has stopped.</summary>
public sealed class ClusterFolder : IAsyncDisposable
{
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    readonly TemporaryFolder temporary = new("helpdesk-cluster-");

    /// <param name="below">A folder inside the temporary one.</param>
    public ClusterFolder(string below = "data") => Path = System.IO.Path.Combine(temporary.Path, below);

    public string Path { get; }

    public string Postgres => System.IO.Path.Combine(Path, "postgres");

    /// <summary>The temporary folder above, which is our user's alone (mode 0700).</summary>
    public string Parent => temporary.Path;

    /// <summary>Runs a verb on the folder, without a connection string.</summary>
    public Task<HelpdeskRun> RunAsync(params string[] arguments) => HelpdeskRun.OnAsync(null, [], [.. arguments, "--data-folder", Path]);

    /// <summary>The server's process; null when none runs.</summary>
    public int? ServerId()
    {
        try
        {
            var id = int.Parse(File.ReadLines(System.IO.Path.Combine(Postgres, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            return Directory.Exists($"/proc/{id}") ? id : null;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return null; // no such file, or one that is just being written
        }
    }

    public async Task KillServerAsync()
    {
        var id = ServerId()!.Value;
        await Tool.RunAsync(["kill", "-KILL", id.ToString(CultureInfo.InvariantCulture)], TestContext.Current.CancellationToken);
        await UntilAsync(() => !Directory.Exists($"/proc/{id}"));
    }

    /// <summary>Waits until no server runs on the folder; a test that waits in vain ends with the run's own limit.</summary>
    public Task StoppedAsync() => UntilAsync(() => ServerId() is null);

    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(Again, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StoppedAsync();
        var keeper = System.IO.Path.Combine(Postgres, "keeper.lock");
        if (File.Exists(keeper))
        {
            await using var gone = await LockFile.ExclusiveAsync(keeper, CancellationToken.None);
        }

        temporary.Dispose();
    }
}
