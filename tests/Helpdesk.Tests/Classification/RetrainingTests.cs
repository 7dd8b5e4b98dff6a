using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Corrections;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>New answers of people make a new model, which waits for an administrator; no job puts a model into service.</summary>
public sealed class RetrainingTests(Servers servers, Chromium chromium) : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-retrain-");

    string Current => Path.Combine(folder.Path, "current");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_learns_from_peoples_answers_alone_waits_and_serves_when_an_administrator_says_so()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail("Sausages", "Our zwiebelwurst order is late again."), Some.Mail("Sausages", "Another zwiebelwurst order."));
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 10), Current);
        var before = await VersionAsync(Current);
        var lesson = await Lessons.WriteAsync(folder.Path, "lesson", await Lessons.SomeAsync(each: 40));
        KeyValuePair<string, string?>[] settings = [new("Classifier__Model", Current), new("Classifier__TrainingMail__0", lesson), new("Helpdesk__DataFolder", Path.Combine(folder.Path, "data"))];
        await using var pages = await ServedPages.StartAsync(database, settings);
        using var administrator = await pages.SignInAsync("administrator");

        Assert.Contains("People answered 0 messages since the last training; a model is trained after 200.", (await HelpdeskRun.OnAsync(database, settings, "retrain")).Succeeded().Output, StringComparison.Ordinal);
        await administrator.GetAsync("/review?message=1");
        await administrator.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));
        var run = (await HelpdeskRun.OnAsync(database, settings, "retrain", "--even-if-few")).Succeeded();

        Assert.Contains("waits for an administrator", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync(Current));
        var proposed = (await Rows.ListAsync(database, "select folder from model_proposals where state = 'waiting'"))[0];
        var manifest = await ModelFolder.ManifestAsync(proposed, TestContext.Current.CancellationToken);
        // One person's answer and the files' mail; the guess about the other mail teaches nothing.
        Assert.Equal(441, manifest.Mails);

        await administrator.GetAsync("/model");
        Assert.Contains($"Model {manifest.Version} waits for you", administrator.Text, StringComparison.Ordinal);
        await administrator.SubmitAsync("/model?handler=Promote", ("version", "of another page"));
        Assert.Contains("This model no longer waits", administrator.Text, StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync(Current));
        await administrator.SubmitAsync("/model?handler=Promote", ("version", manifest.Version));
        Assert.Contains($"Model {manifest.Version} is in service", administrator.Text, StringComparison.Ordinal);
        Assert.Equal(manifest.Version, await VersionAsync(Current));
        Assert.Equal(["promoted"], await Rows.ListAsync(database, "select state from model_proposals where decided_by is not null"));

        // What a person said stands, whatever the new model thinks.
        Assert.Equal(["Modifications|person"], await Rows.ListAsync(database, "select c.name || '|' || s.source from standings s join categories c on c.id = s.category_id where s.message_id = 1"));

        await administrator.SubmitAsync("/model?handler=Back");
        Assert.Contains($"Model {before} is in service", administrator.Text, StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync(Current));
    }

    [Fact]
    public async Task It_does_not_learn_from_mail_that_was_set_aside_and_the_export_leaves_it_out_too()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail("Sausages", "Our zwiebelwurst order is late again."), Some.Mail("Sausages", "Another zwiebelwurst order."));
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 10), Current);
        var lesson = await Lessons.WriteAsync(folder.Path, "lesson", await Lessons.SomeAsync(each: 12));
        KeyValuePair<string, string?>[] settings = [new("Classifier__Model", Current), new("Classifier__TrainingMail__0", lesson), new("Helpdesk__DataFolder", Path.Combine(folder.Path, "data"))];
        await using var pages = await ServedPages.StartAsync(database, settings);
        using var analyst = await pages.SignInAsync();
        foreach (var id in (long[])[1, 2])
        {
            await analyst.GetAsync($"/review?message={id}");
            await analyst.FragmentAsync("/review?handler=Answer", ("message", $"{id}"), ("verdict", "7"), ("seen", "0"));
        }

        await analyst.GetAsync("/review?message=2");
        await analyst.FragmentAsync("/review?handler=Answer", ("message", "2"), ("verdict", "aside"), ("seen", analyst.Field("seen")));
        Assert.Equal(["Modifications|person|set aside"], await Rows.ListAsync(database, "select c.name || '|' || s.source || '|' || s.standing from standings s join categories c on c.id = s.category_id where s.message_id = 2"));
        (await HelpdeskRun.OnAsync(database, settings, "retrain", "--even-if-few")).Succeeded();

        var proposed = Assert.Single(await Rows.ListAsync(database, "select folder from model_proposals where state = 'waiting'"));
        Assert.Equal(11 * 12 + 1, (await ModelFolder.ManifestAsync(proposed, TestContext.Current.CancellationToken)).Mails);
        Assert.Single((await StoredMail.TrainingSetAsync(database)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_analyst_sees_neither_model_nor_rules()
    {
        await using var pages = await ServedPages.StartAsync(await servers.NewDatabaseAsync());
        using var analyst = await pages.SignInAsync();

        foreach (var page in (string[])["/model", "/rules"])
        {
            await analyst.GetAsync(page);
            Assert.Equal("/not-allowed", analyst.Path.Split('?')[0]);
        }
    }

    [Fact]
    public async Task An_administrator_adds_and_ends_a_rule_on_its_page()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/rules");

        await administrator.SubmitAsync("/rules?handler=Add", ("name", "firm"), ("of", "sender"), ("pattern", "@calderwyn.example"), ("category", "Other"), ("reason", "they sell"));
        Assert.Contains("The rule 'firm' is in force for mail that comes from now on.", administrator.Text, StringComparison.Ordinal);
        await administrator.SubmitAsync("/rules?handler=Add", ("name", "firm"), ("of", "sender"), ("pattern", "@calderwyn.example"), ("category", "Other"), ("reason", "again"));
        Assert.Contains("There is a rule 'firm' already", administrator.Text, StringComparison.Ordinal);
        await administrator.SubmitAsync("/rules?handler=End", ("name", "firm"), ("reason", "they stopped"));
        Assert.Contains("The rule 'firm' is ended", administrator.Text, StringComparison.Ordinal);
        Assert.Matches("^[^:]+: they stopped$", Assert.Single(await Rows.ListAsync(database, "select end_reason from rules")));
    }

    [Theory]
    [InlineData(360, false)]
    [InlineData(1920, true)]
    public async Task Both_pages_can_be_read_by_everybody(int width, bool dark)
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(2));
        await Rows.ListAsync(database, """
            insert into rules (name, kind, pattern, category_id, origin) select n.name, 'sender', '@calderwyn.example', c.id, 'ada: they write of nothing else'
            from categories c join (values ('firm', 'Other'), ('their changes', 'Modifications')) n (name, category) on n.category = c.name returning 1
            """);
        await Rows.ListAsync(database, """
            insert into model_proposals (version, folder, newest_correction, people_labels, report, may_serve)
            values ('0123456789ab', '/nowhere', 0, 212, repeat(rpad('Model 0123456789ab on held-out mail', 130, '.') || chr(10), 12), true) returning 1
            """);
        await using var pages = await ServedPages.StartAsync(database);
        var page = await chromium.SignInAsync(pages, "administrator", width: width, scheme: dark ? Microsoft.Playwright.ColorScheme.Dark : Microsoft.Playwright.ColorScheme.Light);
        foreach (var path in (string[])["/model", "/rules"])
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            await Chromium.AccessibleAsync(page);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width}");
        }
    }

    static async Task<string> VersionAsync(string model) => (await ModelFolder.ManifestAsync(model, TestContext.Current.CancellationToken)).Version;
}
