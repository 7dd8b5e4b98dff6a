using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>A message file that cannot be read is refused with file, line number and reason; nothing is skipped silently.</summary>
public sealed class MessageFileTests
{
    const string Right = """{"id":"a","date":"2019-03-14T09:26:53Z","from":"priya@calderwyn.example","to":["helpdesk@secas.example"],"subject":"s","body":"When is the Panel?","label":"General Queries"}""";

    [Theory]
    [InlineData("evaluate", """{"id":"b",""", "the JSON is broken")]
    [InlineData("evaluate", "", "the line is empty")]
    [InlineData("evaluate", "null", "must be a message")]
    [InlineData("evaluate", """{"id":"b","date":"2019-03-14T09:26:53Z"}""", "id, date and body are required")]
    [InlineData("evaluate", """{"id":"b","date":"yesterday","body":"secret words"}""", "field date")]
    [InlineData("evaluate", """{"id":"","date":"2019-03-14T09:26:53Z","body":"secret words"}""", "for the id, empty")]
    [InlineData("evaluate", """{"id":"a","date":"2019-03-14T09:26:53Z","body":"secret words"}""", "the id 'a' was already used")]
    [InlineData("train", """{"id":"b",""", "the JSON is broken")]
    [InlineData("classify", """{"id":"b",""", "the JSON is broken")]
    public async Task A_broken_line_is_named_with_its_number_and_never_quoted(string verb, string line, string reason)
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");
        var file = await WriteAsync(folder, Right, line, Right.Replace("\"a\"", "\"c\"", StringComparison.Ordinal));

        var run = await RunAsync(verb, file, folder);

        run.Refused($"{file}, line 2: ", reason);
        Assert.DoesNotContain("secret words", run.Errors, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("\"label\":\"Complaints\"", "'Complaints'")]
    [InlineData("\"label\":null", "has no label")]
    public async Task A_label_that_the_model_does_not_know_is_named_with_its_mail(string label, string reason)
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");
        var file = await WriteAsync(folder, Right, Right.Replace("\"a\"", "\"odd-one\"", StringComparison.Ordinal).Replace("\"label\":\"General Queries\"", label, StringComparison.Ordinal));

        (await RunAsync("evaluate", file, folder)).Refused("odd-one", reason);
    }

    [Fact]
    public async Task An_empty_file_has_nothing_to_judge()
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");

        (await RunAsync("evaluate", await WriteAsync(folder), folder)).Refused("has no mail");
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("train")]
    [InlineData("classify")]
    public async Task A_missing_file_is_named(string verb)
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");

        (await RunAsync(verb, "/nowhere/mail.jsonl", folder)).Refused("The message file /nowhere/mail.jsonl does not exist.");
    }

    [Fact]
    public async Task A_missing_model_is_named()
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");

        (await HelpdeskRun.OnAsync(null, [], "evaluate", "--data", await WriteAsync(folder, Right), "--model", folder.Path)).Refused($"There is no model in {folder.Path}", "helpdesk train");
    }

    [Fact]
    public async Task What_is_right_is_labelled_in_the_form_that_is_documented()
    {
        using var folder = new TemporaryFolder("helpdesk-lines-");
        var file = await WriteAsync(folder, Right);

        (await RunAsync("classify", file, folder)).Succeeded();

        var answer = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "answers.jsonl"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("a", answer.GetProperty("id").GetString());
        Assert.Equal(11, answer.GetProperty("scores").EnumerateObject().Count());
        Assert.InRange(answer.GetProperty("confidence").GetDouble(), 0, 1);
        Assert.StartsWith("model ", answer.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Contains(answer.GetProperty("category").GetString()!, answer.GetProperty("scores").EnumerateObject().Select(s => s.Name));
    }

    static Task<HelpdeskRun> RunAsync(string verb, string file, TemporaryFolder folder) => HelpdeskRun.OnAsync(null, [], [verb, "--data", file, .. verb switch
    {
        "train" => ["--model", Path.Combine(folder.Path, "staged")],
        "classify" => ["--output", Path.Combine(folder.Path, "answers.jsonl")],
        _ => (string[])[],
    }]);

    static async Task<string> WriteAsync(TemporaryFolder folder, params string[] lines)
    {
        var file = Path.Combine(folder.Path, "mail.jsonl");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        return file;
    }
}
