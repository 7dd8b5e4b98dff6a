using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>Training, judging and using a model on the command line: <c>train</c>, <c>evaluate</c>, <c>classify</c>, <c>explain</c>.</summary>
static class ClassificationVerbs
{
    const int SimilarShown = 3;

    /// <summary>The ten strongest words decide; the eleventh never changed anybody's mind.</summary>
    const int PartsShown = 10;

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
        var mix = new Option<string?>("--mix") { Description = "A published table (CSV) whose sums say in which shares mail comes; the training mail's own if left out.", HelpName = "FILE" };
        var json = Json();
        return new("train", "Trains a model on labelled mail and stages it in a folder.", async (run, stop) =>
        {
            var files = run.Value(data)!;
            var mails = await MessageFile.ReadAsync(files, stop);
            var shares = run.Value(mix) is { } table ? await CategoryMix.ReadAsync(table, mails.Select(m => m.Label).OfType<string>().Distinct(), stop) : null;
            var hash = await HashAsync(files, stop);
            var manifest = await ProgressLine.ShowAsync("Training", progress => ModelTraining.TrainAsync(mails, hash, shares, Path.GetFullPath(run.Value(folder)!), progress, stop));
            foreach (var note in manifest.Notes)
            {
                await Console.Error.WriteLineAsync($"helpdesk train: {note}");
            }

            if (run.Value(json))
            {
                await run.WriteJsonAsync(manifest);
                return 0;
            }

            await run.Out.WriteAsync(JudgementText.Of($"Model {manifest.Version}, judged out of fold", manifest.CrossValidation));
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"To keep each category's count within {manifest.CountBound:P0}, {manifest.DoubtfulShare:P1} of such mail is left to people."));
            await run.Out.WriteLineAsync($"Staged in {run.Value(folder)}. Judge it on held-out mail with 'evaluate --model', then 'promote' it.");
            return 0;
        }) { data, folder, mix, json };
    }

    public static Verb Evaluate()
    {
        var data = DataFile();
        var folder = ModelOption();
        var json = Json();
        return new("evaluate", "Judges a model by labelled mail it never saw.", async (run, stop) =>
        {
            var model = await LoadAsync(run, folder, stop);
            var judged = Judged.By(model, await MessageFile.ReadAsync([run.Value(data)!], stop), run.Value(data)!);
            if (run.Value(json))
            {
                await run.WriteJsonAsync(new { model.Version, judged.All, judged.Hard, judged.Doubtful, judged.UnseenAccuracy, judged.CountErrors });
                return 0;
            }

            await run.Out.WriteAsync(JudgementText.Of($"Model {model.Version} on {run.Value(data)}", judged.All));
            await run.Out.WriteLineAsync(judged.Hard is not { } hard ? "No mail is marked hard." : string.Create(CultureInfo.InvariantCulture,
                $"Of these, marked hard: {hard.Mails:N0} mails, accuracy {hard.Accuracy:F3}, macro-F1 {hard.MacroF1:F3}, log-loss {hard.LogLoss:F3}."));
            await run.Out.WriteLineAsync(judged.DoubtText());
            await run.Out.WriteAsync(JudgementText.Confusion(judged.All));
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
                foreach (var (mail, _, guess) in ThreadMemory.Answer(model, run.Get<Classifier>().LeastConfidence, mails))
                {
                    var scores = model.Labels.Zip(guess.Scores).ToDictionary(p => p.First, p => p.Second);
                    await file.WriteLineAsync(MessageFile.Line(new { mail.Id, guess.Category, guess.Confidence, Scores = scores, Source = guess.Rule is null ? $"model {model.Version}" : $"rule {guess.Rule}", guess.Doubtful }));
                }
            }

            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Labelled {mails.Count:N0} mails with model {model.Version}."));
            return 0;
        }) { data, output, folder };
    }

    public static Verb Explain()
    {
        var data = DataFile();
        var id = new Option<string>("--id") { Description = "The mail's id.", HelpName = "ID", Required = true };
        var among = new Option<string[]>("--among") { Description = "Labelled message files to find similar mail in.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var folder = ModelOption();
        return new("explain", "Says why a mail of a file gets its category: words, rule, thread, and similar labelled mail.", async (run, stop) =>
        {
            var model = await LoadAsync(run, folder, stop);
            var mails = await MessageFile.ReadAsync([run.Value(data)!], stop);
            var (mail, input, guess) = ThreadMemory.Answer(model, run.Get<Classifier>().LeastConfidence, mails).FirstOrDefault(a => a.Mail.Id == run.Value(id));
            if (mail is null)
            {
                throw new Refusal($"The message file {run.Value(data)} has no mail '{run.Value(id)}'.");
            }

            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{mail.Id}: {guess.Category}, confidence {guess.Confidence:F2}{(guess.Doubtful ? ", doubtful" : "")}, by {(guess.Rule is null ? $"model {model.Version}" : $"the rule '{guess.Rule}'")}"));
            if (guess.Rule is null)
            {
                var order = guess.Scores.Index().OrderByDescending(s => s.Item).Select(s => s.Index).ToList();
                var explanation = Explanation.Of(model, input, order[0], order[1]);
                await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Before '{model.Labels[order[1]]}' ({guess.Scores[order[1]]:F2}) by {explanation.Lead:F3}, of which {explanation.Usual:F3} in every mail:"));
                foreach (var part in explanation.Parts.Take(PartsShown))
                {
                    await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {part.Weight,7:+0.000;-0.000}  {part.Text} ({part.Block.ToString().ToLowerInvariant()})"));
                }
            }

            if (run.Value(among) is { Length: > 0 } files)
            {
                foreach (var (similar, likeness) in NearestMail.To(mail, await MessageFile.ReadAsync(files, stop), model, SimilarShown))
                {
                    await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Like {similar.Id} ({likeness:P0}), labelled {similar.Label}: {similar.Subject}"));
                }
            }

            return 0;
        }) { data, id, among, folder };
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
