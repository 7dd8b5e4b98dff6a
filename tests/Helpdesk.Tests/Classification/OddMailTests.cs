using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>Mail that cannot teach is named; mail that is odd is learned from and answered like any other.</summary>
public sealed class OddMailTests : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-odd-");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_category_alone_teaches_nothing() =>
        (await TrainAsync((await Lessons.SomeAsync(each: 5)).Where(m => m.Label == "Other"))).Refused("All training mail has the one label 'Other'", "nothing to tell apart");

    [Fact]
    public async Task A_mail_without_a_label_is_named() =>
        (await TrainAsync((await Lessons.SomeAsync(each: 5)).Append(Plain("bare", "Hello.") with { Label = null }))).Refused("The mail 'bare' has no label");

    [Fact]
    public async Task An_empty_file_teaches_nothing() => (await TrainAsync([])).Refused("have no mail");

    [Fact]
    public async Task One_text_with_two_labels_is_said_and_both_are_learned()
    {
        var run = (await TrainAsync((await Lessons.SomeAsync(each: 12)).Append(Plain("yes", "Which is it?")).Append(Plain("no", "Which is it?") with { Label = "General Queries" }))).Succeeded();

        Assert.Contains("1 texts stand there more than once with different labels, such as 'yes' (Other) and 'no' (General Queries)", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_words_in_two_threads_are_no_contradiction()
    {
        var run = (await TrainAsync((await Lessons.SomeAsync(each: 12)).Append(Plain("yes", "Thanks.") with { Thread = "a" }).Append(Plain("no", "Thanks.") with { Thread = "b", Label = "General Queries" }))).Succeeded();

        Assert.DoesNotContain("different labels", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_and_huge_texts_are_learned_from_and_answered()
    {
        var huge = new StringBuilder();
        for (var i = 0; huge.Length < 1_000_000; i++)
        {
            huge.Append("On day ").Append(i).Append(" the meter on the third floor said nothing, and nobody asked it to.\n");
        }

        List<MailSample> odd = [Plain("empty", ""), Plain("blank", " \n\t\n ") with { Subject = " " }, Plain("huge", huge.ToString()), Plain("one word", new string('x', 1_000_000)), Plain("bad marks", "\0\uD83D\uFFFF\u202Eabc \t\u0001"),
            Plain("huge subject", "See above.") with { Subject = string.Concat(Enumerable.Repeat("meeting ", 125_000)) },
            Plain("many files", "See below.") with { Attachments = [.. Enumerable.Repeat("meeting.pdf", 100_000)] }];
        var staged = Path.Combine(folder.Path, "staged");
        var run = (await TrainAsync((await Lessons.SomeAsync(each: 12)).Concat(odd))).Succeeded();
        Assert.Contains("have neither subject, text, attachment nor thread", run.Errors, StringComparison.Ordinal);

        var output = Path.Combine(folder.Path, "answers.jsonl");
        var clock = Stopwatch.StartNew();
        (await HelpdeskRun.OnAsync(null, [], "classify", "--data", await Lessons.WriteAsync(folder.Path, "odd", odd), "--model", staged, "--output", output)).Succeeded();

        Assert.Equal(odd.Select(m => m.Id).Order(StringComparer.Ordinal), File.ReadLines(output).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed} for seven mails");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(folder.Path, "a file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var lesson = await Lessons.WriteAsync(folder.Path, "lesson", await Lessons.SomeAsync(each: 5));

        (await HelpdeskRun.OnAsync(null, [], "train", "--data", lesson, "--model", Path.Combine(file, "staged"))).Refused("cannot be written");
    }

    [Theory]
    [InlineData("category,Jun-18\nOther,x", "'x' is no count")]
    [InlineData("category,Jun-18\nOther,5", "has no line for '")]
    public async Task A_table_that_gives_no_shares_is_named(string table, string words)
    {
        var mix = Path.Combine(folder.Path, "mix.csv");
        await File.WriteAllTextAsync(mix, table, TestContext.Current.CancellationToken);
        var lesson = await Lessons.WriteAsync(folder.Path, "lesson", await Lessons.SomeAsync(each: 5));

        (await HelpdeskRun.OnAsync(null, [], "train", "--data", lesson, "--mix", mix, "--model", Path.Combine(folder.Path, "staged"))).Refused(words);
    }

    [Fact]
    public async Task Why_a_mail_got_its_category_is_told_with_mail_like_it()
    {
        var (lesson, asked) = (Lessons.File("messages"), (await Lessons.AllAsync("messages")).First(m => m.Label == "Training Days/Seminars" && m.Thread is null && m.Body.Length > 100));

        var run = (await HelpdeskRun.OnAsync(null, [], "explain", "--data", lesson, "--id", asked.Id, "--among", lesson)).Succeeded();

        Assert.Matches($@"^{asked.Id}: Training Days/Seminars, confidence [01]\.\d\d", run.Output);
        Assert.Matches(@"(?m)^Before '.+' \([01]\.\d\d\) by \d\.\d{3}, of which -?\d\.\d{3} in every mail:$", run.Output);
        Assert.Matches(@"(?m)^ +[+-]\d\.\d{3}  .+ \((subject|words|attachments|thread|envelope|sender|closing|quoted)\)$", run.Output);
        (await HelpdeskRun.OnAsync(null, [], "explain", "--data", lesson, "--id", "nobody")).Refused("has no mail 'nobody'");
    }

    async Task<HelpdeskRun> TrainAsync(IEnumerable<MailSample> mails) =>
        await HelpdeskRun.OnAsync(null, [], "train", "--data", await Lessons.WriteAsync(folder.Path, "lesson", mails), "--model", Path.Combine(folder.Path, "staged"));

    static MailSample Plain(string id, string body) => new() { Id = id, Date = Some.Moment, Body = body, From = "a@mail.example", To = ["helpdesk@secas.example"], Label = "Other", Writer = "w00" };
}
