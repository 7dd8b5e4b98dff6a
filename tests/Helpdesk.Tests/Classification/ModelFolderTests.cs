using System.Text.Json.Nodes;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Helpdesk.Tests.Classification;

/// <summary>A model's folder that is not what it should be is refused in a sentence; whatever is wrong with it, the model in service stays.</summary>
public sealed class ModelFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-model-");

    string Copy => Path.Combine(folder.Path, "current");

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Breakages => new()
    {
        { "no manifest", "no manifest.json" },
        { "no vocabulary", "vocabulary.tsv" },
        { "no weights", "model.zip" },
        { "weights cut", "model.zip" },
        { "weights altered", "model.zip" },
        { "vocabulary altered", "vocabulary.tsv" },
        { "manifest cut", "is broken" },
        { "manifest is null", "another version of this program" },
        { "calibration altered", "The manifest" },
        { "calibration of another kind", "The manifest" },
        { "threshold altered", "The manifest" },
        { "labels exchanged", "The manifest" },
        { "a label too few", "do not belong together" },
        { "another form", "another version of this program (form 99" },
        { "weights of another model", "cannot be read" },
    };

    [Theory]
    [MemberData(nameof(Breakages))]
    public async Task A_broken_folder_is_refused_and_the_model_in_service_stays(string what, string words)
    {
        TakeCopy();
        var clock = new HandClock();
        using var classifier = new Classifier(Options.Create(new ClassifierOptions { Model = Copy }), clock, NullLogger<Classifier>.Instance);
        var before = await classifier.ModelAsync(TestContext.Current.CancellationToken);

        Break(what);
        clock.Advance(TimeSpan.FromMinutes(1));
        Touch();

        var refusal = await Assert.ThrowsAsync<Refusal>(() => ModelFolder.LoadAsync(Copy, TestContext.Current.CancellationToken));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.Same(before, await classifier.ModelAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_promoted_model_answers_without_a_restart_and_the_one_before_does_on_the_way_back()
    {
        TakeCopy();
        var other = Path.Combine(folder.Path, "staged");
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 20), other);
        var clock = new HandClock();
        using var classifier = new Classifier(Options.Create(new ClassifierOptions { Model = Copy }), clock, NullLogger<Classifier>.Instance);
        var first = (await classifier.ModelAsync(TestContext.Current.CancellationToken)).Version;

        Promotion.Put(other, Copy);
        Assert.Equal(first, (await classifier.ModelAsync(TestContext.Current.CancellationToken)).Version);
        clock.Advance(TimeSpan.FromSeconds(2));
        var second = (await classifier.ModelAsync(TestContext.Current.CancellationToken)).Version;
        Promotion.Put(Promotion.Previous(Copy), Copy);
        clock.Advance(TimeSpan.FromSeconds(2));
        var third = (await classifier.ModelAsync(TestContext.Current.CancellationToken)).Version;

        Assert.Equal((await ModelFolder.ManifestAsync(other, TestContext.Current.CancellationToken)).Version, second);
        Assert.NotEqual(first, second);
        Assert.Equal(first, third);
        Assert.Equal(second, (await ModelFolder.ManifestAsync(Promotion.Previous(Copy), TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task Whoever_reads_while_models_are_exchanged_gets_a_whole_one()
    {
        TakeCopy();
        var other = Path.Combine(folder.Path, "staged");
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 12), other);
        var versions = new HashSet<string>(StringComparer.Ordinal);
        var exchanging = Task.Run(() =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                Promotion.Put(turn % 2 == 0 ? other : Promotion.Previous(Copy), Copy);
            }
        }, TestContext.Current.CancellationToken);
        do
        {
            versions.Add((await ModelFolder.LoadAsync(Copy, TestContext.Current.CancellationToken)).Version);
        }
        while (!exchanging.IsCompleted);

        await exchanging;
        Assert.InRange(versions.Count, 1, 2);
    }

    [Fact]
    public async Task It_is_small_and_quickly_loaded()
    {
        var size = ModelFolder.Files.Sum(name => new FileInfo(Path.Combine(Lessons.ModelInService, name)).Length);
        Assert.True(size < 20_000_000, $"{size:N0} bytes");

        var run = (await HelpdeskRun.OnAsync(null, [], "evaluate", "--data", Lessons.File("demo"), "--json")).Succeeded();
        Assert.Contains((await ModelFolder.ManifestAsync(Lessons.ModelInService, TestContext.Current.CancellationToken)).Version, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_answers_out_of_fold_are_kept_and_agree_with_its_figures()
    {
        var manifest = await ModelFolder.ManifestAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var answers = await OutOfFold.ReadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);

        Assert.Equal(manifest.Mails, answers.Count);
        Assert.Equal(manifest.MailsPerLabel, answers.CountBy(a => a.Label).OrderBy(l => l.Key, StringComparer.Ordinal).ToDictionary());
        Assert.All(answers, a => Assert.Equal(1, a.Scores.Sum(), 3));
        Assert.Equal(manifest.CrossValidation.Accuracy, answers.Average(a => manifest.Labels[Array.IndexOf(a.Scores, a.Scores.Max())] == a.Label ? 1.0 : 0.0), 3);
    }

    void TakeCopy()
    {
        Directory.CreateDirectory(Copy);
        foreach (var name in ModelFolder.Files)
        {
            File.Copy(Path.Combine(Lessons.ModelInService, name), Path.Combine(Copy, name));
        }
    }

    /// <summary>So that a service sees that something changed.</summary>
    void Touch()
    {
        var manifest = Path.Combine(Copy, ModelFolder.ManifestFile);
        if (File.Exists(manifest))
        {
            File.SetLastWriteTimeUtc(manifest, DateTime.UtcNow.AddMinutes(1));
        }
    }

    void Break(string what)
    {
        var (manifest, vocabulary, weights) = (Path.Combine(Copy, ModelFolder.ManifestFile), Path.Combine(Copy, ModelFolder.VocabularyFile), Path.Combine(Copy, ModelFolder.ModelFile));
        switch (what)
        {
            case "no manifest": File.Delete(manifest); break;
            case "no vocabulary": File.Delete(vocabulary); break;
            case "no weights": File.Delete(weights); break;
            case "weights cut": File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..1000]); break;
            case "weights altered": Flip(weights); break;
            case "vocabulary altered": File.AppendAllText(vocabulary, "Words\t1\tsurprise\n"); break;
            case "manifest cut": File.WriteAllText(manifest, File.ReadAllText(manifest)[..400]); break;
            case "manifest is null": File.WriteAllText(manifest, "null"); break;
            case "calibration altered": Edit(manifest, m => m["calibration"]!["slope"] = 99.0); break;
            case "calibration of another kind": Edit(manifest, m => m["calibration"]!["alone"] = true); break;
            case "threshold altered": Edit(manifest, m => m["leastConfidence"]!["Other"] = 0.0); break;
            case "labels exchanged": Edit(manifest, m => (m["labels"]![0], m["labels"]![1]) = (m["labels"]![1]!.DeepClone(), m["labels"]![0]!.DeepClone())); break;
            case "a label too few": Edit(manifest, m => m["labels"]!.AsArray().RemoveAt(0)); break;
            case "another form": Edit(manifest, m => m["form"] = 99); break;
            default:
                // A zip that is no model, with its hash set right: somebody made it so.
                File.WriteAllText(weights, "not a model");
                Edit(manifest, m => m["files"]![ModelFolder.ModelFile] = ModelVersion.Hash(File.ReadAllBytes(weights)));
                break;
        }
    }

    static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    static void Edit(string file, Action<JsonNode> edit)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(file))!;
        edit(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
    }
}
