using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Database;

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
            var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await using var connection = await source.OpenConnectionAsync(stop);
            var folder = Path.GetFullPath(run.Value(staged));
            await run.Out.WriteLineAsync(await run.Get<ModelChange>().PromoteAsync(connection, folder, Environment.UserName, run.Value(look), run.Out.WriteAsync, stop));
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
