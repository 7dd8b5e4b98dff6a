using System.CommandLine;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality.Simulating;

/// <summary><c>simulate</c>: how we know what the adjusted counts are worth.</summary>
static class SimulateVerb
{
    /// <summary>The mixes of the table as it was published; they go with the program.</summary>
    static string PublishedMixes => Path.Combine(AppContext.BaseDirectory, "Demo", "published-2019-06.csv");

    public static Verb Simulate()
    {
        var data = new Option<string>("--data") { Description = "Labelled mail that the model never saw (JSON Lines).", HelpName = "FILE", Required = true };
        var answers = new Option<int>("--answers") { Description = "How many mails people answer in a month, audit sample included.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var audit = new Option<int?>("--audit") { Description = "How many of them are drawn at random; four in ten if left out.", HelpName = "N" };
        var mails = new Option<int>("--mails") { Description = "How many mails a month has.", HelpName = "N", DefaultValueFactory = _ => 2000 };
        var series = new Option<int>("--series") { Description = "How many simulated years for each setting.", HelpName = "N", DefaultValueFactory = _ => 6 };
        var settings = new Option<string[]>("--setting") { Description = "mix, writers, topic, shuffled; all if left out.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var mix = new Option<string?>("--mix") { Description = "A table whose months give the mixes; the published one if left out.", HelpName = "FILE.csv" };
        var model = new Option<string?>("--model") { Description = "The model's folder; the one in service if left out.", HelpName = "FOLDER" };
        var trained = new Option<string[]>("--trained-on") { Description = "The model's training files; training-data/messages.jsonl if left out.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        return new("simulate", "Measures on labelled mail how far raw, adjusted and corrected counts are from the truth.", async (run, stop) =>
        {
            var size = Size(run.Value(mails), run.Value(audit), run.Value(answers), run.Value(series));
            var folder = run.Value(model) is { } given ? Path.GetFullPath(given) : run.Get<IOptions<ClassifierOptions>>().Value.Folder;
            var manifest = await ModelFolder.ManifestAsync(folder, stop);
            var loaded = await ModelFolder.LoadAsync(folder, stop);
            var file = run.Value(data)!;
            var samples = await MessageFile.ReadAsync([file], stop);
            var doubt = await TrainingMail.RefuseAsync(file, samples, run.Value(trained) is { Length: > 0 } named ? named : [TrainingMail.Usual], manifest, stop);
            var labelled = SimulationMail.Of(file, samples, loaded);
            var months = SimulationMail.Mixes(TableFile.Read(run.Value(mix) ?? PublishedMixes), labelled, loaded.Labels, file);
            var (wanted, left) = SimulationMail.Settings(run.Value(settings) ?? [], labelled);
            double[] trainingMix = [.. manifest.Labels.Select(l => manifest.MailsPerLabel[l] / (double)manifest.Mails)];

            var results = await ProgressLine.ShowAsync("Simulating", progress => Task.Run(() => new Simulation(loaded.Labels, labelled, months, trainingMix).Run(wanted, size, progress, stop), stop));
            string[] limits = [.. new[] { doubt, SimulationText.Repeats(labelled.Count, size), left }.OfType<string>()];
            if (run.Value(json))
            {
                await run.WriteJsonAsync(new { Model = manifest.Version, File = file, Size = size, Limits = limits, Results = results });
            }
            else
            {
                await run.Out.WriteAsync(SimulationText.Of(manifest.Version, file, size, limits, results));
            }

            return 0;
        }) { data, answers, audit, mails, series, settings, mix, model, trained, json };
    }

    static Simulation.Size Size(int mails, int? audit, int answers, int series)
    {
        if (mails is < 100 or > 20_000)
        {
            throw new Refusal($"--mails is {mails}; a simulated month has 100 to 20000 mails.");
        }

        if (answers < 0 || answers > mails / 2)
        {
            throw new Refusal($"--answers is {answers}; people answer between none and half of the month's {mails} mails.");
        }

        if (audit is { } drawn && (drawn < 0 || drawn > answers))
        {
            throw new Refusal($"--audit is {drawn}; it is a part of the {answers} answers.");
        }

        return series is < 1 or > 100
            ? throw new Refusal($"--series is {series}; it lies between 1 and 100.")
            : new(mails, audit ?? answers * 4 / 10, answers, series);
    }
}
