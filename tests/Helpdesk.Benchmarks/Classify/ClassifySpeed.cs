using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Text;

namespace Helpdesk.Benchmarks.Classify;

/// <summary>How many mails of 1 KB of new text one core answers in a second, beside fastText's word model; how long loading and training take.</summary>
static partial class ClassifySpeed
{
    const int NewText = 1_024;

    /// <summary>Some seconds of work: enough for the clock, and for the compiler to have settled.</summary>
    const int Mails = 20_000;

    const int Rounds = 5;

    public static async Task RunAsync(string folder)
    {
        var current = Path.Combine(DataFolder.Home, "models", "current");
        var clock = Stopwatch.StartNew();
        var model = await ModelFolder.LoadAsync(current, CancellationToken.None);
        var loaded = clock.Elapsed;
        var mails = await OneKilobyteAsync();
        clock.Restart();
        Guess.By(model, Rules.Shipped, 0.6f, MailInput.Of(mails[0], null));
        await ClassifyBench.SayAsync($"loading {loaded.TotalMilliseconds:N0} ms, first answer {clock.Elapsed.TotalMilliseconds:N0} ms, model {ModelFolder.Files.Sum(f => new FileInfo(Path.Combine(current, f)).Length) / 1e6:N1} MB");

        List<MailInput> inputs = [.. mails.Select(m => MailInput.Of(m, null))];
        var (apart, guessing) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            apart = Math.Min(apart, Cpu(() => mails.ForEach(m => MailText.From(m.Body))));
            guessing = Math.Min(guessing, Cpu(() => inputs.ForEach(m => Guess.By(model, Rules.Shipped, 0.6f, m))));
        }

        await ClassifyBench.SayAsync($"mails with {NewText:N0} characters of new text, one core, best of {Rounds} rounds of {Mails:N0}:");
        await ClassifyBench.SayAsync($"  Helpdesk, text to answer         {Mails / guessing,9:N0} a second");
        await ClassifyBench.SayAsync($"  Helpdesk, with taking it apart   {Mails / (guessing + apart),9:N0} a second");
        var (predicting, preparing) = await FastTextAsync(folder, mails);
        await ClassifyBench.SayAsync($"  fastText, words, from text       {Mails / (predicting + preparing),9:N0} a second (prepared with sed and tr as its manual says; loading is taken off)");
        await ClassifyBench.SayAsync($"  fastText, words, from tokens     {Mails / predicting,9:N0} a second (its tokens made beforehand and not counted)");

        // For the clock alone: the demonstration's mail makes the count, and the model is thrown away.
        List<MailSample> many = [.. await MessageFile.ReadAsync([ClassifyBench.TrainingData("messages"), ClassifyBench.TrainingData("demo")], CancellationToken.None)];
        many = [.. many.Take(3_500)];
        clock.Restart();
        await ModelTraining.TrainAsync(many, "bench", null, Path.Combine(folder, "timed"), (_, _) => { }, CancellationToken.None);
        await ClassifyBench.SayAsync($"training on {many.Count:N0} mails with cross-validation: {clock.Elapsed.TotalSeconds:N1} s");
    }

    /// <summary>Real sentences of the demonstration's mail, put together until there is a kilobyte, each mail its own.</summary>
    static async Task<List<MailSample>> OneKilobyteAsync()
    {
        var texts = (await MessageFile.ReadAsync([ClassifyBench.TrainingData("demo")], CancellationToken.None)).Select(m => (m, MailText.From(m.Body).New)).Where(m => m.New.Length > 40).ToList();
        var mails = new List<MailSample>(Mails);
        for (var i = 0; i < Mails; i++)
        {
            var body = new StringBuilder();
            for (var k = 0; body.Length < NewText; k++)
            {
                body.Append(texts[((i * 7) + (k * 31) + (i / texts.Count)) % texts.Count].New).Append("\n\n");
            }

            // A signature and a line of history, as mail has them.
            mails.Add(texts[i % texts.Count].m with { Id = string.Create(CultureInfo.InvariantCulture, $"{i}"), Thread = null, Body = $"{body.ToString(0, NewText)}\n\nKind regards,\n\nPriya Nair\nCalderwyn Energy\n\nFrom: SECAS Helpdesk\nSent: 14 March 2019 09:26\nTo: Priya Nair\nSubject: Earlier\n\nWe have your question and will answer it.\n" });
        }

        return mails;
    }

    static double Cpu(Action work)
    {
        var began = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        // On a busy machine the clock counts others' work too; the processor's time counts the collector's on the other core.
        return Math.Min(clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - began).TotalSeconds);
    }

    /// <summary>Seconds of processor for predicting all mails, without those for loading the model; and for the preparation of text that its manual prescribes.</summary>
    static async Task<(double Predicting, double Preparing)> FastTextAsync(string folder, List<MailSample> mails)
    {
        var (train, all, one, model) = (Path.Combine(folder, "ft-train"), Path.Combine(folder, "ft-all"), Path.Combine(folder, "ft-one"), Path.Combine(folder, "ft"));
        var learned = await MessageFile.ReadAsync([ClassifyBench.TrainingData("messages")], CancellationToken.None);
        var labels = learned.Select(m => m.Label!).Distinct().ToList();
        await File.WriteAllLinesAsync(train, learned.Select(m => string.Create(CultureInfo.InvariantCulture, $"__label__{labels.IndexOf(m.Label!)} {Tokens($"{m.Subject}\n{m.Body}")}")));
        // It gets the new text alone: less work than ours.
        var raw = Path.Combine(folder, "ft-raw");
        await File.WriteAllLinesAsync(raw, mails.Select(m => $"{m.Subject} {m.Body[..NewText]}".ReplaceLineEndings(" ")));
        await File.WriteAllLinesAsync(all, mails.Select(m => Tokens($"{m.Subject}\n{m.Body[..NewText]}")));
        await File.WriteAllLinesAsync(one, File.ReadLines(all).Take(1));
        await Tool.RunAsync(["fasttext", "supervised", "-input", train, "-output", model, "-thread", "2", "-epoch", "25", "-lr", "0.5", "-verbose", "0"], CancellationToken.None, quiet: true);
        var (predicting, preparing) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            predicting = Math.Min(predicting, await SecondsAsync(all) - await SecondsAsync(one));
            preparing = Math.Min(preparing, await TimedAsync("{ sed -e \"s/\\([.\\!?,'/()]\\)/ \\1 /g\" \"$0\" | tr '[:upper:]' '[:lower:]'; } >/dev/null", raw));
        }

        return (predicting, preparing);

        Task<double> SecondsAsync(string file) => TimedAsync("fasttext predict \"$0\" \"$1\" >/dev/null", $"{model}.bin", file);

        static async Task<double> TimedAsync(string command, params string[] files)
        {
            // Its processor time, user and system, as the shell counts it.
            var run = await Tool.RunAsync(["/bin/bash", "-c", $"TIMEFORMAT='%U %S'; time {command}", .. files], CancellationToken.None);
            return run.Errors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Sum(s => double.Parse(s, CultureInfo.InvariantCulture));
        }
    }

    static string Tokens(string text) => string.Join(' ', Token().Matches(text.ToLowerInvariant()).Select(m => m.Value));

    [GeneratedRegex(@"\w+|[^\w\s]", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
