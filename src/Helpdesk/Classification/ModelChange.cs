using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>The way of a staged model into service: judged against the one that answers now, and put there by a person or not at all.</summary>
sealed class ModelChange(Retraining retraining, IOptions<ClassifierOptions> options)
{
    /// <summary>Puts the model of <paramref name="folder"/> into service; what came of it, in a sentence.</summary>
    /// <param name="person">Who wants it.</param>
    /// <param name="look">Only say what would happen.</param>
    /// <param name="report">Hears how the two models compare, and how the last months would change.</param>
    /// <exception cref="Refusal">The model is broken, not the report's, or worse than the one in service, which stays.</exception>
    public async Task<string> PromoteAsync(NpgsqlConnection connection, string folder, string person, bool look, Func<string, Task> report, CancellationToken stop)
    {
        var current = options.Value.Folder;
        var now = await ModelFolder.LoadAsync(folder, stop);
        if (now.Labels.Except((await Categories.ReadAsync(connection, stop)).Keys).ToList() is { Count: > 0 } foreign)
        {
            throw new Refusal($"The model in {folder} answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))}); the model in service stays.");
        }

        // Back to the model before must always be possible: it served already, and the one after it disappointed.
        if (folder != Promotion.Previous(current))
        {
            var (gate, text) = await retraining.JudgeAsync(connection, folder, stop);
            await report(text);
            if (!gate.MayServe)
            {
                throw new Refusal($"The model in {folder} may not serve: {string.Join("; ", gate.Reasons)}. The model in service stays.");
            }
        }

        if (look)
        {
            return $"Model {now.Version} would be put into service; nothing was changed.";
        }

        var (before, _) = await Promotion.InServiceAsync(current, stop);
        Promotion.Put(folder, current);
        await ProposalStore.DecideAsync(connection, now.Version, promoted: true, person, stop);
        return $"Model {now.Version} is in service{(before is null || before.Version == now.Version ? "" : $"; {before.Version} waits in models/previous, and 'helpdesk promote models/previous' brings it back")}.";
    }
}
