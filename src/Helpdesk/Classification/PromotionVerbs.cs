using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>A model's way into service on the command line: <c>promote</c>, <c>retrain</c>.</summary>
static class PromotionVerbs
{
    public static Verb Promote()
    {
        var staged = new Argument<string>("FOLDER") { Description = "The staged model." };
        var look = new Option<bool>("--dry-run") { Description = "Say what would happen, and change nothing." };
        return new("promote", "Puts a staged model into service unless it is worse; the one before stays in models/previous.", async (run, stop) =>
        {
            var folder = Path.GetFullPath(run.Value(staged));
            var current = run.Get<IOptions<ClassifierOptions>>().Value.Folder;
            var now = await ModelFolder.LoadAsync(folder, stop);
            var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await using var connection = await source.OpenConnectionAsync(stop);
            if (now.Labels.Except((await Categories.ReadAsync(connection, stop)).Keys).ToList() is { Count: > 0 } foreign)
            {
                throw new Refusal($"The model in {run.Value(staged)} answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))}); the model in service stays.");
            }

            // Back to the model before must always be possible: it served already, and the one after it disappointed.
            if (folder != Promotion.Previous(current))
            {
                var (gate, report) = await run.Get<Retraining>().JudgeAsync(connection, folder, stop);
                await run.Out.WriteAsync(report);
                if (!gate.MayServe)
                {
                    throw new Refusal($"The model in {run.Value(staged)} may not serve: {string.Join("; ", gate.Reasons)}. The model in service stays.");
                }
            }

            var (before, _) = await Promotion.InServiceAsync(current, stop);
            if (run.Value(look))
            {
                await run.Out.WriteLineAsync($"Model {now.Version} would be put into service; nothing was changed.");
                return 0;
            }

            Promotion.Put(folder, current);
            await ProposalStore.DecideAsync(connection, now.Version, promoted: true, stop);
            await run.Out.WriteLineAsync($"Model {now.Version} is in service{(before is null || before.Version == now.Version ? "" : $"; {before.Version} waits in models/previous, and 'helpdesk promote models/previous' brings it back")}.");
            return 0;
        }) { staged, look };
    }

    public static Verb Retrain()
    {
        var even = new Option<bool>("--even-if-few") { Description = "Train even when people have answered little anew." };
        return new("retrain", "Trains a model on the training mail and people's answers, judges it, and leaves it to an administrator.", async (run, stop) =>
        {
            var outcome = await ProgressLine.ShowAsync("Training", progress => run.Get<Retraining>().TrainAsync(run.Value(even), progress, stop));
            await run.Out.WriteLineAsync(outcome.Sentence);
            return 0;
        }) { even };
    }
}
