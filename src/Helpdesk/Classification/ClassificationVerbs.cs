using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>The model's life on the command line: <c>train</c>, <c>evaluate</c>, <c>promote</c>, <c>classify</c>.</summary>
static class ClassificationVerbs
{
    static Option<string[]> DataFiles() => new("--data")
    {
        Description = "Message files (JSON Lines, see docs/message-files.md).",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    static Option<string> DataFile() => new("--data") { Description = "A message file (JSON Lines).", HelpName = "FILE", Required = true };

    static Option<string?> ModelOption() => new("--model") { Description = "The model's folder; the one in service if left out.", HelpName = "FOLDER" };

    static Option<bool> Json() => new("--json") { Description = "The answer as JSON." };

    public static Verb Train()
    {
        var data = DataFiles();
        var folder = new Option<string>("--model") { Description = "Where the staged model goes.", HelpName = "FOLDER", Required = true };
        var json = Json();
        return new("train", "Trains a model on labelled mail and stages it in a folder.", async (run, stop) =>
        {
            var files = run.Value(data)!;
            var mails = await MessageFile.ReadAsync(files, stop);
            var hash = await HashAsync(files, stop);
            var manifest = await ProgressLine.ShowAsync("Training", progress => ModelTraining.TrainAsync(mails, hash, Path.GetFullPath(run.Value(folder)!), progress, stop));
            if (run.Value(json))
            {
                await run.WriteJsonAsync(manifest);
                return 0;
            }

            await run.Out.WriteAsync(JudgementText.Of($"Model {manifest.Version}, judged out of fold", manifest.CrossValidation));
            await run.Out.WriteLineAsync($"Staged in {run.Value(folder)}. Judge it on held-out mail with 'evaluate --model', then 'promote' it.");
            return 0;
        }) { data, folder, json };
    }

    public static Verb Evaluate()
    {
        var data = DataFile();
        var folder = ModelOption();
        var json = Json();
        return new("evaluate", "Judges a model by labelled mail it never saw.", async (run, stop) =>
        {
            var model = await LoadAsync(run, folder, stop);
            var mails = await MessageFile.ReadAsync([run.Value(data)!], stop);
            if (mails.FirstOrDefault(m => m.Label is null || !model.Labels.Contains(m.Label)) is { } odd)
            {
                throw new Refusal(odd.Label is null
                    ? $"The mail '{odd.Id}' has no label; there is nothing to judge by."
                    : $"The mail '{odd.Id}' has the label '{odd.Label}', which the model does not know; it knows {string.Join(", ", model.Labels)}.");
            }

            if (mails.Count == 0)
            {
                throw new Refusal($"The message file {run.Value(data)} has no mail.");
            }

            var numbers = model.Labels.Index().ToDictionary(l => l.Item, l => l.Index);
            var answers = ThreadMemory.Answer(model, mails).Select(a => (a.Mail.Hard, Answer: (numbers[a.Mail.Label!], numbers[a.Guess.Category], a.Guess.Scores))).ToList();
            var all = Judgement.Of(model.Labels, [.. answers.Select(a => a.Answer)]);
            var hard = answers.Any(a => a.Hard) ? Judgement.Of(model.Labels, [.. answers.Where(a => a.Hard).Select(a => a.Answer)]) : null;
            if (run.Value(json))
            {
                await run.WriteJsonAsync(new { model.Version, All = all, Hard = hard });
                return 0;
            }

            await run.Out.WriteAsync(JudgementText.Of($"Model {model.Version} on {run.Value(data)}", all));
            await run.Out.WriteLineAsync(hard is null ? "No mail is marked hard." : string.Create(CultureInfo.InvariantCulture,
                $"Of these, marked hard: {hard.Mails:N0} mails, accuracy {hard.Accuracy:F3}, macro-F1 {hard.MacroF1:F3}, log-loss {hard.LogLoss:F3}."));
            await run.Out.WriteAsync(JudgementText.Confusion(all));
            return 0;
        }) { data, folder, json };
    }

    public static Verb Classify()
    {
        var data = DataFile();
        var output = new Option<string>("--output") { Description = "Where the answers go, one JSON object a line.", HelpName = "FILE", Required = true };
        var folder = ModelOption();
        return new("classify", "Labels a file of messages.", async (run, stop) =>
        {
            var model = await LoadAsync(run, folder, stop);
            var mails = await MessageFile.ReadAsync([run.Value(data)!], stop);
            await using (var file = new StreamWriter(run.Value(output)!))
            {
                foreach (var (mail, guess) in ThreadMemory.Answer(model, mails))
                {
                    var scores = model.Labels.Zip(guess.Scores).ToDictionary(p => p.First, p => p.Second);
                    await file.WriteLineAsync(MessageFile.Line(new { mail.Id, guess.Category, guess.Confidence, Scores = scores, Source = guess.Rule is null ? $"model {model.Version}" : $"rule {guess.Rule}" }));
                }
            }

            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Labelled {mails.Count:N0} mails with model {model.Version}."));
            return 0;
        }) { data, output, folder };
    }

    public static Verb Promote()
    {
        var staged = new Argument<string>("FOLDER") { Description = "The staged model." };
        return new("promote", "Puts a staged model into service; the one before stays in models/previous.", async (run, stop) =>
        {
            var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await using var connection = await source.OpenConnectionAsync(stop);
            var categories = await Categories.ReadAsync(connection, stop);
            var current = run.Get<IOptions<ClassifierOptions>>().Value.Folder;
            var (now, before) = await Promotion.PromoteAsync(Path.GetFullPath(run.Value(staged)), current, [.. categories.Keys], stop);
            await run.Out.WriteLineAsync($"Model {now.Version} is in service{(before is null ? "" : $"; {before.Version} waits in models/previous, and 'helpdesk promote models/previous' brings it back")}.");
            return 0;
        }) { staged };
    }

    static Task<TrainedModel> LoadAsync(VerbRun run, Option<string?> folder, CancellationToken stop) =>
        ModelFolder.LoadAsync(run.Value(folder) is { } given ? Path.GetFullPath(given) : run.Get<IOptions<ClassifierOptions>>().Value.Folder, stop);

    static async Task<string> HashAsync(IEnumerable<string> files, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(await File.ReadAllBytesAsync(file, stop));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
