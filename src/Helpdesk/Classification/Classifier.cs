using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>The model in service: loaded once, and anew when another is promoted; whoever asks gets one whole model.</summary>
/// <remarks>A promoted model that cannot be read changes nothing: the one in service goes on, and the log says why.</remarks>
sealed partial class Classifier(IOptions<ClassifierOptions> options, TimeProvider clock, ILogger<Classifier> log) : IDisposable
{
    /// <summary>Looking costs a microsecond; once a second nobody waits long for a new model.</summary>
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim loading = new(1, 1);
    State? now;

    sealed record State(TrainedModel Model, Stamp Seen, long LookedAt);

    /// <summary>Tells one manifest from another without reading it.</summary>
    readonly record struct Stamp(DateTime Written, long Length);

    /// <summary>Below this a guess is doubtful in every category.</summary>
    public float LeastConfidence => (float)options.Value.LeastConfidence;

    /// <exception cref="CommandLine.Refusal">No model was loaded yet, and the folder is missing, broken or tampered with.</exception>
    public async Task<TrainedModel> ModelAsync(CancellationToken stop)
    {
        if (Volatile.Read(ref now) is { } fresh && clock.GetElapsedTime(fresh.LookedAt) < LookEvery)
        {
            return fresh.Model;
        }

        await loading.WaitAsync(stop);
        try
        {
            var stamp = Look();
            if (now is { } loaded && (clock.GetElapsedTime(loaded.LookedAt) < LookEvery || loaded.Seen == stamp))
            {
                Volatile.Write(ref now, loaded with { LookedAt = clock.GetTimestamp() });
                return loaded.Model;
            }

            return await LoadAsync(stamp, stop);
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();

    async Task<TrainedModel> LoadAsync(Stamp stamp, CancellationToken stop)
    {
        TrainedModel model;
        try
        {
            model = await ModelFolder.LoadAsync(options.Value.Folder, stop);
            if (now is not null)
            {
                Changed(log, now.Model.Version, model.Version);
            }
        }
        catch (CommandLine.Refusal refusal) when (now is not null)
        {
            Kept(log, now.Model.Version, refusal.Message);
            model = now.Model;
        }

        Volatile.Write(ref now, new(model, stamp, clock.GetTimestamp()));
        return model;
    }

    Stamp Look()
    {
        var manifest = new FileInfo(Path.Combine(options.Value.Folder, ModelFolder.ManifestFile));
        return manifest.Exists ? new(manifest.LastWriteTimeUtc, manifest.Length) : default;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {After} answers from now on; {Before} did until now.")]
    static partial void Changed(ILogger log, string before, string after);

    [LoggerMessage(Level = LogLevel.Error, Message = "Model {Version} stays in service, because the one in its folder cannot be used: {Reason}")]
    static partial void Kept(ILogger log, string version, string reason);
}
