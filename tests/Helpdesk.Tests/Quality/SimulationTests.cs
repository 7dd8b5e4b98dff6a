using System.Text.Json;
using Helpdesk.Database;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

public sealed class SimulationTests
{
    static string Data(string name) => Path.Combine(DataFolder.Home, "training-data", name);

    [Fact]
    public async Task With_a_hundred_answers_the_adjusted_counts_beat_the_raw_ones_in_every_world_and_their_intervals_hold()
    {
        var run = (await SimulateAsync(Data("held-out.jsonl"), "--answers", "100", "--series", "4", "--json")).Succeeded();
        var answer = JsonDocument.Parse(run.Output).RootElement;

        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(4, results.Count);
        Assert.Contains("drawn with replacement", answer.Limits(), StringComparison.Ordinal);
        foreach (var result in results)
        {
            foreach (var months in new[] { "all", "changed" })
            {
                var row = result.GetProperty(months);
                Assert.True(Number(row, "adjusted") <= 0.5 * Number(row, "raw"), $"setting {result.GetProperty("setting")}, {row}");
            }

            Assert.InRange(Number(result, "coverage"), 0.88, 1); // four years are too few to tell 0.92 from 0.9
            var settled = result.GetProperty("settled");
            Assert.Equal(8, settled.Of("months"));
            Assert.InRange(Number(settled, "promised") / Number(settled, "took"), 0.7, 1.4);
            Assert.True(Number(settled, "cellsWithin") > 0.85, "what is called firm is true");
            Assert.True(Number(result, "printedShare") < Number(result, "randomShare"), "the queue mends more than chance");
        }

        static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task Mail_that_the_model_learned_from_is_refused_even_under_another_name()
    {
        (await SimulateAsync(Data("messages.jsonl"))).Refused("messages.jsonl", "Give held-out mail.");

        var disguised = Path.GetTempFileName();
        try
        {
            var line = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadLines(Data("messages.jsonl")).ElementAt(7))!;
            line["id"] = JsonSerializer.SerializeToElement("disguised-1");
            line["writer"] = JsonSerializer.SerializeToElement("w99");
            await File.WriteAllLinesAsync(disguised, [.. File.ReadLines(Data("held-out.jsonl")), JsonSerializer.Serialize(line)], TestContext.Current.CancellationToken);

            (await SimulateAsync(disguised)).Refused("'disguised-1'", "is training mail");
        }
        finally
        {
            File.Delete(disguised);
        }
    }

    [Fact]
    public async Task What_cannot_be_simulated_is_refused_with_the_reason()
    {
        var file = Path.GetTempFileName();
        try
        {
            var mails = File.ReadLines(Data("held-out.jsonl")).ToList();
            await File.WriteAllLinesAsync(file, mails.Where(m => !m.Contains("\"label\": \"Other\"", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
            (await SimulateAsync(file)).Refused("no mail of 'Other'");
            await File.WriteAllLinesAsync(file, mails.Select(m => m.Replace("\"label\": \"Other\"", "\"label\": \"Sundry\"", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
            (await SimulateAsync(file)).Refused("'Sundry'");
        }
        finally
        {
            File.Delete(file);
        }

        (await SimulateAsync(Data("held-out.jsonl"), "--setting", "storm")).Refused("'storm'", "mix, writers, topic, shuffled");
        (await SimulateAsync(Data("held-out.jsonl"), "--answers", "5000")).Refused("--answers is 5000");
    }

    static Task<HelpdeskRun> SimulateAsync(string data, params string[] more) => HelpdeskRun.OnAsync(null, [], ["simulate", "--data", data, .. more]);
}
