using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>Puts a staged model into service by copying; the one before stays beside it.</summary>
static class Promotion
{
    /// <summary>Copies <paramref name="staged"/> to <paramref name="current"/>; the model so far moves to <c>previous</c> beside it.</summary>
    /// <exception cref="Refusal">The staged model is broken, or its labels are not the report's categories.</exception>
    public static async Task<(ModelManifest Now, ModelManifest? Before)> PromoteAsync(string staged, string current, IReadOnlyCollection<string> categories, CancellationToken stop)
    {
        var model = await ModelFolder.LoadAsync(staged, stop);
        var foreign = model.Labels.Except(categories).ToList();
        if (foreign.Count > 0)
        {
            throw new Refusal($"The model in {staged} answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))}); it stays where it is.");
        }

        var manifest = await ModelFolder.ManifestAsync(staged, stop);
        var before = File.Exists(Path.Combine(current, "manifest.json")) ? await ModelFolder.ManifestAsync(current, stop) : null;
        var parent = Path.GetDirectoryName(Path.GetFullPath(current))!;
        var copy = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{manifest.Version}.new"));
        var previous = Path.Combine(parent, "previous");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(staged))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        if (before is not null && before.Version != manifest.Version)
        {
            if (Directory.Exists(previous))
            {
                Directory.Delete(previous, recursive: true);
            }

            Directory.Move(current, previous);
        }
        else if (Directory.Exists(current))
        {
            Directory.Delete(current, recursive: true);
        }

        Directory.Move(copy, current);
        return (manifest, before);
    }
}
