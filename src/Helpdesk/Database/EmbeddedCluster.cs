using Helpdesk.CommandLine;

namespace Helpdesk.Database;

/// <summary>A private PostgreSQL cluster in the data folder: made, started or adopted by the first process, stopped after the last.</summary>
/// <remarks>
/// Every process that uses the cluster holds <c>users.lock</c> shared. A small keeper (<c>flock</c>) waits for it
/// exclusively and then stops the server, so the server also stops when its last user was killed. Connections go over
/// a Unix socket with scram; no port is opened.
/// </remarks>
sealed class EmbeddedCluster : IDisposable
{
    readonly FileStream use;

    EmbeddedCluster(FileStream use, string connectionString)
    {
        this.use = use;
        ConnectionString = connectionString;
    }

    /// <summary>For the database <c>helpdesk</c>, which exists.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the cluster under <paramref name="dataFolder"/>.</summary>
    /// <exception cref="Refusal">The folder cannot be written, the programs are missing, or the server does not start.</exception>
    public static async Task<EmbeddedCluster> OpenAsync(DataFolder dataFolder, CancellationToken stop)
    {
        var folder = dataFolder.Folder("postgres");
        try
        {
            var use = await LockFile.SharedAsync(Path.Combine(folder, "users.lock"), stop);
            await using var starting = await LockFile.ExclusiveAsync(Path.Combine(folder, "start.lock"), stop);
            var cluster = await new ClusterFiles(folder).OpenAsync(stop);
            return new(use, cluster);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new Refusal($"The data folder {dataFolder.Path} cannot be written ({e.Message.TrimEnd('.')}); make it writable or name another with --data-folder.", e);
        }
    }

    public void Dispose() => use.Dispose();

    /// <summary>Removes the cluster with all its data, for a demonstration that starts anew.</summary>
    /// <exception cref="Refusal">Somebody still uses it.</exception>
    public static async Task EraseAsync(DataFolder dataFolder, CancellationToken stop)
    {
        var folder = dataFolder.Folder("postgres");
        // A keeper that is just stopping the server holds the lock alone, however long the server writes; it is waited for.
        await (await LockFile.SharedAsync(Path.Combine(folder, "users.lock"), stop)).DisposeAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(15)); // a user who is just leaving needs one or two
        try
        {
            await using var alone = await LockFile.ExclusiveAsync(Path.Combine(folder, "users.lock"), patience.Token);
            await using var starting = await LockFile.ExclusiveAsync(Path.Combine(folder, "start.lock"), patience.Token);
            await new ClusterFiles(folder).StopAsync(stop);
            if (Directory.Exists(Path.Combine(folder, "data")))
            {
                Directory.Delete(Path.Combine(folder, "data"), recursive: true);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new Refusal($"Another process still uses the database in {folder}; stop it first.");
        }
    }
}
