using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>Remembers on which mix each model was calibrated: the table <c>model_mixes</c>, filled while the model is at hand.</summary>
sealed class ModelMixes(HelpdeskDatabase database, IOptions<ClassifierOptions> classifier)
{
    /// <summary>Every model that ever guessed, by number.</summary>
    public async Task<IReadOnlyDictionary<int, KnownModel>> ReadAsync(IReadOnlyList<QualityCategory> categories, CancellationToken stop)
    {
        var current = await RememberAsync(classifier.Value.Folder, stop);
        var previous = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(classifier.Value.Folder))!, "previous");
        if (File.Exists(Path.Combine(previous, "manifest.json")))
        {
            await RememberAsync(previous, stop);
        }

        var places = categories.Index().ToDictionary(c => c.Item.Id, c => c.Index);
        var models = await database.ListAsync("select m.id, m.version, m.category_ids, x.mix, x.calibrated from models m left join model_mixes x on x.model_id = m.id", [], row =>
        {
            int[] own = [.. row.GetFieldValue<short[]>(2).Select(id => places.GetValueOrDefault(id, -1))];
            return (Id: row.GetInt32(0), Model: new KnownModel(
                row.GetString(1), own, Mix(row.IsDBNull(3) ? null : row.GetFieldValue<double[]>(3), own, categories.Count),
                !row.IsDBNull(3), row.IsDBNull(4) || row.GetBoolean(4), row.GetString(1) == current));
        }, stop);
        return models.ToDictionary(m => m.Id, m => m.Model);
    }

    /// <summary>The version of the model in service; <c>none</c> when there is none at hand.</summary>
    public async Task<string> InServiceAsync(CancellationToken stop) => (await ManifestAsync(classifier.Value.Folder, stop))?.Version ?? "none";

    static double[] Mix(double[]? ofScores, int[] places, int categories)
    {
        if (ofScores is null || ofScores.Length != places.Length)
        {
            return [.. Enumerable.Repeat(1.0 / categories, categories)];
        }

        var mix = new double[categories];
        foreach (var (i, place) in places.Index())
        {
            if (place >= 0)
            {
                mix[place] = ofScores[i];
            }
        }

        return mix;
    }

    /// <returns>The model's version; null when there is none in the folder.</returns>
    async Task<string?> RememberAsync(string folder, CancellationToken stop)
    {
        if (await ManifestAsync(folder, stop) is not { } manifest)
        {
            return null;
        }

        double[] mix = [.. manifest.Labels.Select(l => manifest.MailsPerLabel.GetValueOrDefault(l) / (double)manifest.Mails)];
        var calibrated = manifest.Calibration.Slope != Calibration.None(0).Slope || manifest.Calibration.Biases.Any(b => b != 0);
        await database.ExecuteAsync("""
            insert into model_mixes (model_id, mix, calibrated) select id, $2, $3 from models where version = $1 and cardinality(category_ids) = cardinality($2)
            on conflict (model_id) do nothing
            """, [manifest.Version, mix, calibrated], stop);
        return manifest.Version;
    }

    /// <summary>Counts are judged without a model at hand too; each month says which models it knows nothing of.</summary>
    static async Task<ModelManifest?> ManifestAsync(string folder, CancellationToken stop)
    {
        try
        {
            return await ModelFolder.ManifestAsync(folder, stop);
        }
        catch (Refusal)
        {
            return null;
        }
    }
}
