using System.Globalization;
using System.Text;
using System.Text.Json;
using Helpdesk.Classification;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Packaging;

/// <summary>The figures on the model's card and the counts on the data's are those of the files.</summary>
public sealed class CardTests
{
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task The_models_card_shows_the_manifests_figures_and_what_evaluate_says_today()
    {
        var manifest = JsonSerializer.Deserialize<ModelManifest>(await ReadAsync("models/current/manifest.json"), Form)!;
        var (held, hard) = await EvaluatedAsync("held-out");
        var (more, moreHard) = await EvaluatedAsync("held-out-more");
        var outOfFold = manifest.CrossValidation;

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model `{manifest.Version}`, trained on {manifest.Mails:N0} mails.\n\n");
        text.Append("| | mails | accuracy | macro-F1 | log-loss | calibration error |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var (name, judged) in new[] { ("out of fold", outOfFold), ("held out", held), ("held out, marked hard", hard), ("held out, eight more writers", more), ("held out, eight more writers, marked hard", moreHard) })
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {judged.Mails:N0} | {judged.Accuracy:F3} | {judged.MacroF1:F3} | {judged.LogLoss:F3} | {judged.CalibrationError:F3} |\n");
        }

        text.Append("\n| category | trained on | F1 out of fold | precision held out | recall held out | F1 held out | F1, eight more writers |\n|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (learned, seen, others) in outOfFold.Categories.Zip(held.Categories, more.Categories))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {seen.Name} | {manifest.MailsPerLabel[seen.Name]} | {learned.F1:F3} | {seen.Precision:F3} | {seen.Recall:F3} | {seen.F1:F3} | {others.F1:F3} |\n");
        }

        await HoldsAsync("models/README.md", "figures", text.ToString());
    }

    [Fact]
    public async Task The_datas_card_shows_the_files_counts()
    {
        string[] names = ["messages", "held-out", "held-out-more", "demo"];
        var files = new List<IReadOnlyList<MailSample>>();
        foreach (var name in names)
        {
            files.Add(await MessageFile.ReadAsync([Path.Combine(Dockerfile.Home, "training-data", $"{name}.jsonl")], TestContext.Current.CancellationToken));
        }

        var text = new StringBuilder("| category | training | held-out | more held-out | demonstration |\n|---|--:|--:|--:|--:|\n");
        foreach (var label in files[0].Select(m => m.Label).Distinct().Order(StringComparer.Ordinal))
        {
            Row(label!, files.Select(f => f.Count(m => m.Label == label)));
        }

        Row("**all**", files.Select(f => f.Count));
        Row("in threads", files.Select(f => f.Count(m => m.Thread is not null)));
        Row("marked hard", files.Select(f => f.Count(m => m.Hard)));
        Row("machine-made", files.Select(f => f.Count(m => m.Automatic)));
        text.Append("\n| writer | mails | file |\n|---|--:|---|\n");
        foreach (var (name, file) in names.Zip(files))
        {
            foreach (var (writer, mails) in file.CountBy(m => m.Writer!).OrderBy(w => w.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {writer} | {mails} | `{name}.jsonl` |\n");
            }
        }

        await HoldsAsync("training-data/README.md", "counts", text.ToString());

        void Row(string name, IEnumerable<int> counts) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", counts.Select(c => c.ToString("N0", CultureInfo.InvariantCulture)))} |\n");
    }

    [Fact]
    public async Task No_writers_mail_is_in_two_files()
    {
        var writers = new List<string?>();
        foreach (var name in (string[])["messages", "held-out", "held-out-more", "demo"])
        {
            writers.AddRange((await MessageFile.ReadAsync([Path.Combine(Dockerfile.Home, "training-data", $"{name}.jsonl")], TestContext.Current.CancellationToken)).Select(m => m.Writer).Distinct());
        }

        Assert.DoesNotContain(null, writers);
        Assert.Equal(writers.Distinct(), writers);
    }

    static async Task<(Judgement All, Judgement Hard)> EvaluatedAsync(string file)
    {
        var evaluated = (await HelpdeskRun.OnAsync(null, [], "evaluate", "--data", Path.Combine(Dockerfile.Home, "training-data", $"{file}.jsonl"), "--json")).Succeeded();
        using var answer = JsonDocument.Parse(evaluated.Output);
        return (answer.RootElement.GetProperty("all").Deserialize<Judgement>(Form)!, answer.RootElement.GetProperty("hard").Deserialize<Judgement>(Form)!);
    }

    static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Path.Combine(Dockerfile.Home, path), TestContext.Current.CancellationToken);

    /// <summary>What stands between the card's two marks is the expected text; a card that is out of date is written anew below <c>artifacts</c>, to be looked at and copied.</summary>
    static async Task HoldsAsync(string card, string mark, string expected)
    {
        var text = await ReadAsync(card);
        var (start, end) = ($"<!-- {mark} -->\n", $"<!-- /{mark} -->");
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (text[from..to] != expected)
        {
            var renewed = Path.Combine(Dockerfile.Home, "artifacts", "cards", card);
            Directory.CreateDirectory(Path.GetDirectoryName(renewed)!);
            await File.WriteAllTextAsync(renewed, text[..from] + expected + text[to..], TestContext.Current.CancellationToken);
            Assert.Fail($"{card} is out of date; look at artifacts/cards/{card} and copy it over.");
        }
    }
}
