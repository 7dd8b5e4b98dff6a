using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>Puts a staged model into service by copying; the one before stays beside it.</summary>
static class Promotion
{
    /// <summary>The folder beside the one in service where the model before waits.</summary>
    public static string Previous(string current) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(current))!, "previous");

    /// <summary>The model in service; null, with the reason, when there is none that could be asked.</summary>
    public static async Task<(TrainedModel? Model, string? WhyNot)> InServiceAsync(string current, CancellationToken stop)
    {
        try
        {
            return (await ModelFolder.LoadAsync(current, stop), null);
        }
        catch (Refusal refusal)
        {
            return (null, refusal.Message);
        }
    }

    /// <summary>Copies <paramref name="staged"/> to <paramref name="current"/> in one step; the model so far moves to <see cref="Previous"/>.</summary>
    /// <exception cref="Refusal">The folder cannot be written.</exception>
    public static void Put(string staged, string current)
    {
        var copy = $"{Path.GetFullPath(current).TrimEnd('/')}.{Guid.NewGuid():N}.new";
        try
        {
            Directory.CreateDirectory(copy);
            foreach (var name in ModelFolder.Files)
            {
                File.Copy(Path.Combine(staged, name), Path.Combine(copy, name));
                // A service tells a new model by its manifest's time; a copy would keep the old one.
                File.SetLastWriteTimeUtc(Path.Combine(copy, name), File.GetLastWriteTimeUtc(copy));
            }

            FolderSwap.Put(copy, current, Previous(current));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"The model's folder {current} cannot be written ({e.Message.TrimEnd('.')}); the model in service stays.", e);
        }
    }
}
