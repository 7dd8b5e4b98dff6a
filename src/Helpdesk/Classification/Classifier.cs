using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>The model in service, loaded once for the process.</summary>
sealed class Classifier(IOptions<ClassifierOptions> options) : IDisposable
{
    readonly SemaphoreSlim loading = new(1, 1);
    TrainedModel? model;

    /// <exception cref="CommandLine.Refusal">The model's folder is missing, broken or tampered with.</exception>
    public async Task<TrainedModel> ModelAsync(CancellationToken stop)
    {
        if (model is { } loaded)
        {
            return loaded;
        }

        await loading.WaitAsync(stop);
        try
        {
            return model ??= await ModelFolder.LoadAsync(options.Value.Folder, stop);
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();
}
