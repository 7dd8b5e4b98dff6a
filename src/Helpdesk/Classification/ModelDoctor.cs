using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>What <c>doctor</c> looks at in the model: its files, its hash, its categories.</summary>
static class ModelDoctor
{
    public static IEnumerable<DoctorCheck> Checks(IServiceProvider services)
    {
        yield return new("model", async stop =>
        {
            var model = await ModelFolder.LoadAsync(services.GetRequiredService<IOptions<ClassifierOptions>>().Value.Folder, stop);
            var source = await services.GetRequiredService<HelpdeskDatabase>().OpenAsync(stop);
            await using var connection = await source.OpenConnectionAsync(stop);
            var foreign = model.Labels.Except((await Categories.ReadAsync(connection, stop)).Keys).ToList();
            return foreign.Count == 0
                ? $"version {model.Version}, {model.Labels.Count} categories, files unchanged since training"
                : throw new Refusal($"version {model.Version} answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))}); promote a model trained on the report's categories.");
        });
    }
}
