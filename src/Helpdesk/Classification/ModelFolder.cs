using System.Globalization;
using System.Text;
using System.Text.Json;
using Helpdesk.CommandLine;
using Microsoft.ML;

namespace Helpdesk.Classification;

/// <summary>A model on disk: the ML.NET model (or the weights of one category against the rest), the vocabulary, and the manifest that vouches for both.</summary>
static class ModelFolder
{
    public const string ModelFile = "model.zip";
    public const string VocabularyFile = "vocabulary.tsv";
    public const string ManifestFile = "manifest.json";

    /// <summary>All that belongs to a model.</summary>
    public static IReadOnlyList<string> Files { get; } = [ModelFile, VocabularyFile, OutOfFold.File, ManifestFile];

    /// <summary>A promotion exchanges the folder in one step; who reads across it finds files of two models and reads again, five times at most.</summary>
    const int Readings = 5;

    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the folder beside and exchanges it, so that nobody ever reads half of it.</summary>
    /// <exception cref="Refusal">The folder cannot be written.</exception>
    public static async Task SaveAsync(string folder, Fitted fitted, Vocabulary vocabulary, IEnumerable<OutOfFold> answers, ModelManifest manifest, CancellationToken stop)
    {
        var half = $"{folder.TrimEnd('/')}.{Guid.NewGuid():N}.new";
        try
        {
            Directory.CreateDirectory(half);
            fitted.Save(Path.Combine(half, ModelFile));
            await File.WriteAllTextAsync(Path.Combine(half, VocabularyFile), Written(vocabulary), stop);
            await File.WriteAllTextAsync(Path.Combine(half, OutOfFold.File), OutOfFold.Written(answers), stop);
            var files = new Dictionary<string, string>();
            foreach (var name in Files.Where(n => n != ManifestFile))
            {
                files.Add(name, ModelVersion.Hash(await File.ReadAllBytesAsync(Path.Combine(half, name), stop)));
            }

            var whole = manifest with { Version = ModelVersion.Of(fitted.Weights, fitted.Biases, vocabulary, manifest), Files = files };
            await File.WriteAllTextAsync(Path.Combine(half, ManifestFile), JsonSerializer.Serialize(whole, Form) + "\n", stop);
            FolderSwap.Put(half, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"The model folder {folder} cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <exception cref="Refusal">The manifest is missing, broken, or of another form.</exception>
    public static async Task<ModelManifest> ManifestAsync(string folder, CancellationToken stop)
    {
        var path = Path.Combine(folder, ManifestFile);
        if (!File.Exists(path))
        {
            throw new Refusal($"There is no model in {folder} (no {ManifestFile}); train one with 'helpdesk train', or name its folder with Classifier__Model or --model.");
        }

        try
        {
            var text = await File.ReadAllTextAsync(path, stop);
            using var outline = JsonDocument.Parse(text);
            var form = outline.RootElement.ValueKind == JsonValueKind.Object && outline.RootElement.TryGetProperty("form", out var f) && f.TryGetInt32(out var number) ? number : 0;
            return form == ModelManifest.CurrentForm
                ? JsonSerializer.Deserialize<ModelManifest>(text, Form)!
                : throw new Refusal(string.Create(CultureInfo.InvariantCulture, $"The model in {folder} was made by another version of this program (form {form}, this one reads {ModelManifest.CurrentForm}); train it anew, or start the version that made it."));
        }
        catch (JsonException e)
        {
            throw new Refusal($"The manifest of the model in {folder} is broken (line {(e.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}); restore the folder or train anew.", e);
        }
    }

    /// <exception cref="Refusal">A file is missing or is not what the manifest says.</exception>
    public static async Task<TrainedModel> LoadAsync(string folder, CancellationToken stop)
    {
        for (var reading = 1; ; reading++)
        {
            var manifest = await ManifestAsync(folder, stop);
            try
            {
                return Made(folder, manifest, await BytesAsync(folder, ModelFile, manifest, stop), await BytesAsync(folder, VocabularyFile, manifest, stop));
            }
            catch (Refusal) when (reading < Readings)
            {
                // Once more, whatever the manifest says now: a model may have gone and come back meanwhile. What is broken stays so.
            }
        }
    }

    public static async Task<byte[]> BytesAsync(string folder, string name, ModelManifest manifest, CancellationToken stop)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, name), stop);
            return manifest.Files.GetValueOrDefault(name) == ModelVersion.Hash(bytes)
                ? bytes
                : throw new Refusal($"The file {name} of the model in {folder} was changed or cut since it was made; restore the folder or train anew.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"The file {name} of the model in {folder} is missing or cannot be read; restore the folder or train anew.", e);
        }
    }

    static TrainedModel Made(string folder, ModelManifest manifest, byte[] model, byte[] vocabularyBytes)
    {
        Vocabulary vocabulary;
        float[] weights, biases;
        try
        {
            vocabulary = Read(Encoding.UTF8.GetString(vocabularyBytes));
            using var stream = new MemoryStream(model, writable: false);
            (weights, biases) = manifest.Recipe.Rest ? WeightsFile.Read(stream) : LinearTrainer.Weights(new MLContext().Model.Load(stream, out _));
        }
        // The hashes are right, so somebody made these files so; whatever a parser throws at them means the same.
        catch (Exception e) when (e is FormatException or InvalidDataException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or EndOfStreamException)
        {
            throw new Refusal($"The model in {folder} cannot be read although its files are as its manifest says; train it anew with this program.", e);
        }

        if (biases.Length != manifest.Labels.Count || weights.Length != vocabulary.Count * manifest.Labels.Count || manifest.Calibration.Biases.Length != manifest.Labels.Count
            || manifest.Labels.Any(l => !manifest.LeastConfidence.ContainsKey(l)))
        {
            throw new Refusal($"The files of the model in {folder} do not belong together: they know different labels or tokens; restore the folder or train anew.");
        }

        return ModelVersion.Of(weights, biases, vocabulary, manifest) == manifest.Version
            ? new(manifest.Version, manifest.Labels, vocabulary, weights, biases, manifest.Calibration, [.. manifest.Labels.Select(l => manifest.LeastConfidence[l])])
            : throw new Refusal($"The manifest of the model in {folder} was changed since it was made: its version is not that of what it describes; restore the folder or train anew.");
    }

    static string Written(Vocabulary vocabulary)
    {
        var text = new StringBuilder();
        foreach (var entry in vocabulary.Entries)
        {
            text.Append(entry.Block).Append('\t').Append(entry.Rarity.ToString("R", CultureInfo.InvariantCulture)).Append('\t').Append(entry.Token).Append('\n');
        }

        return text.ToString();
    }

    static Vocabulary Read(string text)
    {
        var blocks = Enum.GetValues<FeatureBlock>().ToDictionary(b => b.ToString(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var entries = new List<Vocabulary.Entry>();
        foreach (var line in text.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            var block = line.IndexOf('\t');
            var rarity = block < 0 ? -1 : line[(block + 1)..].IndexOf('\t');
            if (rarity < 0)
            {
                throw new FormatException("not block, rarity and token");
            }

            entries.Add(new(
                blocks.TryGetValue(line[..block], out var known) ? known : throw new FormatException("no such block"),
                line[(block + rarity + 2)..].ToString(),
                float.Parse(line.Slice(block + 1, rarity), CultureInfo.InvariantCulture)));
        }

        return new(entries);
    }
}
