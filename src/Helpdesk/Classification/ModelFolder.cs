using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Helpdesk.CommandLine;
using Microsoft.ML;

namespace Helpdesk.Classification;

/// <summary>A model on disk: the ML.NET model, the vocabulary, and the manifest that vouches for both.</summary>
static class ModelFolder
{
    const string ModelFile = "model.zip";
    const string VocabularyFile = "vocabulary.tsv";
    const string ManifestFile = "manifest.json";

    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the folder beside and renames it, so that nobody ever reads half of it.</summary>
    public static async Task SaveAsync(string folder, ITransformer model, DataViewSchema schema, MLContext context, Vocabulary vocabulary, Func<IReadOnlyDictionary<string, string>, ModelManifest> manifest, CancellationToken stop)
    {
        var half = folder.TrimEnd('/') + ".new";
        try
        {
            if (Directory.Exists(half))
            {
                Directory.Delete(half, recursive: true);
            }

            Directory.CreateDirectory(half);
            context.Model.Save(model, schema, Path.Combine(half, ModelFile));
            await File.WriteAllLinesAsync(Path.Combine(half, VocabularyFile), vocabulary.Entries.Select(e =>
                string.Create(CultureInfo.InvariantCulture, $"{e.Block}\t{e.Rarity:R}\t{e.Token}")), stop);
            var files = new Dictionary<string, string>
            {
                [ModelFile] = await HashAsync(Path.Combine(half, ModelFile), stop),
                [VocabularyFile] = await HashAsync(Path.Combine(half, VocabularyFile), stop),
            };
            await File.WriteAllTextAsync(Path.Combine(half, ManifestFile), JsonSerializer.Serialize(manifest(files), Form) + "\n", stop);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(half, folder);
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
            var manifest = JsonSerializer.Deserialize<ModelManifest>(await File.ReadAllTextAsync(path, stop), Form);
            return manifest?.Form == ModelManifest.CurrentForm
                ? manifest
                : throw new Refusal($"The model in {folder} has form {manifest?.Form.ToString(CultureInfo.InvariantCulture) ?? "null"}, this program reads form {ModelManifest.CurrentForm}; train it anew.");
        }
        catch (JsonException e)
        {
            throw new Refusal($"The manifest of the model in {folder} is broken (line {e.LineNumber + 1}); restore the folder or train anew.", e);
        }
    }

    /// <exception cref="Refusal">A file is missing or is not what the manifest says.</exception>
    public static async Task<TrainedModel> LoadAsync(string folder, CancellationToken stop)
    {
        var manifest = await ManifestAsync(folder, stop);
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || await HashAsync(path, stop) != hash)
            {
                throw new Refusal($"The file {name} of the model in {folder} is missing or was changed since it was made; restore the folder or train anew.");
            }
        }

        var vocabulary = new Vocabulary([.. (await File.ReadAllLinesAsync(Path.Combine(folder, VocabularyFile), stop)).Select(line =>
            line.Split('\t', 3) is [var block, var rarity, var token]
                ? new Vocabulary.Entry(Enum.Parse<FeatureBlock>(block), token, float.Parse(rarity, CultureInfo.InvariantCulture))
                : throw new Refusal($"The vocabulary of the model in {folder} is broken; restore the folder or train anew."))]);
        var (weights, biases) = LinearTrainer.Weights(new MLContext().Model.Load(Path.Combine(folder, ModelFile), out _));
        return new(manifest.Version, manifest.Labels, vocabulary, new Recipe(), weights, biases, manifest.Calibration);
    }

    static async Task<string> HashAsync(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
