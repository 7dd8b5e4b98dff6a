using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helpdesk.Database;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

public sealed class LabelNoiseTests(Servers servers) : IDisposable
{
    readonly DirectoryInfo model = Directory.CreateTempSubdirectory();

    /// <summary>The model guesses it as it was taught to, so that its own guess agrees with the wrong answer; only a model that had not seen it can tell.</summary>
    [Fact]
    public async Task A_wrong_answer_that_the_model_has_learned_from_is_listed_first()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await People.AddAsync(months.Database, "noor", "analyst");
        await months.DoAsync("""
            update models set version = '491521819fef';
            insert into corrections (message_id, kind, category_id, person_id)
            select s.message_id, 'category', s.category_id, 1 from message_standings s where s.source = 'model' and s.confidence > 0.98 order by 1 limit 300
            """);
        var answered = await Rows.ListAsync(months.Database, """
            select left(encode(m.fingerprint, 'hex'), 24), s.category_id, s.message_id from message_standings s join messages m on m.id = s.message_id where s.source = 'person' order by s.message_id
            """);
        var planted = answered[77].Split('|');
        await TrainedOnAsync(answered.Select(a => a.Split('|')).Select(a => (a[0], Sure: a[0] == planted[0] ? (int.Parse(a[1], CultureInfo.InvariantCulture) % 11) + 1 : int.Parse(a[1], CultureInfo.InvariantCulture))));

        var unlearned = await NoiseAsync(months.Database, []);
        await months.DoAsync("delete from quality_months");
        var noise = await NoiseAsync(months.Database, [new("Classifier__Model", model.FullName)]);

        Assert.DoesNotContain(unlearned, n => n.Of("message") == int.Parse(planted[2], CultureInfo.InvariantCulture));
        var suspect = Assert.Single(noise);
        Assert.Equal((int.Parse(planted[2], CultureInfo.InvariantCulture), true), (suspect.Of("message"), suspect.GetProperty("learned").GetBoolean()));
        Assert.NotEqual(suspect.Said("answer"), suspect.Said("guess"));
    }

    [Fact]
    public async Task A_model_whose_answers_out_of_fold_are_lost_is_a_limit_that_is_said_and_no_month_without_wrong_answers()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await months.DoAsync("update models set version = '491521819fef'");
        await TrainedOnAsync([]);
        File.Delete(Path.Combine(model.FullName, "out-of-fold.jsonl"));

        var run = (await HelpdeskRun.OnAsync(months.Database, [new("Classifier__Model", model.FullName)], "quality", "--month", "2019-06")).Succeeded();

        Assert.Matches(@"Answers that the model has learned from are not held against a model without them\. .*out-of-fold\.jsonl", run.Output.ReplaceLineEndings(" "));
    }

    /// <summary>A folder like the model's own, whose out-of-fold answers are sure of these categories for these mails.</summary>
    async Task TrainedOnAsync(IEnumerable<(string Print, int Sure)> mails)
    {
        var stop = TestContext.Current.CancellationToken;
        var current = Path.Combine(DataFolder.Home, "models", "current");
        foreach (var file in Directory.GetFiles(current))
        {
            File.Copy(file, Path.Combine(model.FullName, Path.GetFileName(file)));
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(current, "manifest.json"), stop))!;
        var lines = mails.Select(m => JsonSerializer.Serialize(new { id = m.Print, label = "Other", scores = Enumerable.Range(1, 11).Select(c => c == m.Sure ? 0.999 : 0.0001) }) + "\n");
        var answers = Path.Combine(model.FullName, "out-of-fold.jsonl");
        await File.AppendAllTextAsync(answers, string.Concat(lines), stop);
        manifest["files"]!["out-of-fold.jsonl"] = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(answers, stop)));
        await File.WriteAllTextAsync(Path.Combine(model.FullName, "manifest.json"), manifest.ToJsonString(), stop);
    }

    static async Task<List<JsonElement>> NoiseAsync(string database, KeyValuePair<string, string?>[] settings)
    {
        var run = (await HelpdeskRun.OnAsync(database, settings, "quality", "--month", "2019-06", "--json")).Succeeded();
        return [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("noise").EnumerateArray()];
    }

    public void Dispose() => model.Delete(true);
}
