using System.Diagnostics;
using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Demo;

namespace Helpdesk.Benchmarks.Classify;

/// <summary>How right and how fast the classifier is, beside scikit-learn and fastText on the same rows in the same run.</summary>
static class ClassifyBench
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var only = Array.IndexOf(arguments, "--only") is var at and >= 0 ? arguments[at + 1] : null;
        using var folder = new TemporaryFolder("helpdesk-bench-");
        await SayAsync($"{Environment.ProcessorCount} cores, {File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor"}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        if (only is null or "speed")
        {
            await ClassifySpeed.RunAsync(folder.Path);
        }

        var sets = new List<LabelledSets.Set> { new("our mail, two new writers", TrainingData("messages"), TrainingData("held-out")) };
        sets.AddRange(await LabelledSets.MakeAsync(folder.Path));
        // --with NAME LEARNED ASKED: any other two message files.
        foreach (var (i, _) in arguments.Index().Where(a => a.Item == "--with"))
        {
            sets.Add(new(arguments[i + 1], Path.GetFullPath(arguments[i + 2]), Path.GetFullPath(arguments[i + 3])));
        }

        foreach (var set in sets.Where(s => only is null || s.Name.StartsWith(only, StringComparison.Ordinal)))
        {
            await QualityAsync(set, Path.Combine(folder.Path, "model"));
        }

        return 0;
    }

    static async Task QualityAsync(LabelledSets.Set set, string folder)
    {
        var learned = await MessageFile.ReadAsync([set.Learned], CancellationToken.None);
        var labels = learned.Select(m => m.Label).ToHashSet();
        IReadOnlyList<MailSample> asked = [.. (await MessageFile.ReadAsync([set.Asked], CancellationToken.None)).Where(m => labels.Contains(m.Label))];
        await SayAsync($"\n{set.Name}: {labels.Count} labels, {learned.Count:N0} learned, {asked.Count:N0} asked");
        var clock = Stopwatch.StartNew();
        await ModelTraining.TrainAsync(learned, "bench", null, folder, (_, _) => { }, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        var judged = Judged.By(await ModelFolder.LoadAsync(folder, CancellationToken.None), asked, set.Asked);
        await SayAsync($"  {"",-26} accuracy  macro-F1  seconds of training");
        await SayAsync($"  {"Helpdesk",-26} {judged.All.Accuracy,8:F4}  {judged.All.MacroF1,8:F4}  {seconds,7:F1} (with cross-validation; log-loss {judged.All.LogLoss:F3}, calibration error {judged.All.CalibrationError:F3})");
        if (judged.Hard is { } hard)
        {
            await SayAsync($"  {"  of it marked hard",-26} {hard.Accuracy,8:F4}  {hard.MacroF1,8:F4}");
        }

        var peers = await Tool.RunAsync(["/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Classify", "peers.py"), set.Learned, set.Asked], CancellationToken.None);
        if (peers.ExitCode != 0)
        {
            throw new InvalidOperationException($"The peers failed: {peers.Errors.Trim().Split('\n')[^1]}");
        }

        foreach (var line in peers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')))
        {
            await SayAsync($"  {line[0],-26} {line[1],8}  {line[2],8}  {line[3],7}");
        }
    }

    public static Task SayAsync(FormattableString text) => Console.Out.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));

    public static string TrainingData(string name) => Path.Combine(DataFolder.Home, "training-data", $"{name}.jsonl");
}
