using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Corrections;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>A model comes into service by a person's act, unless it is worse; the one before is one command away.</summary>
public sealed class PromotionTests(Servers servers) : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-promote-");

    string Current => Path.Combine(folder.Path, "current");

    string Staged => Path.Combine(folder.Path, "staged");

    KeyValuePair<string, string?>[] Settings => [new("Classifier__Model", Current)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_worse_model_may_not_serve()
    {
        var database = await servers.NewDatabaseAsync();
        Promotion.Put(Lessons.ModelInService, Current);
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 10), Staged);

        var run = await HelpdeskRun.OnAsync(database, Settings, "promote", Staged);

        run.Refused("may not serve", "its macro-F1 on held-out mail is ", "The model in service stays.");
        Assert.Equal(await VersionAsync(Lessons.ModelInService), await VersionAsync(Current));
    }

    [Fact]
    public async Task A_better_one_may_and_the_one_before_is_one_command_away()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await Lessons.TrainAsync(await Lessons.SomeAsync(each: 10), Current);
        var before = await VersionAsync(Current);
        var after = await VersionAsync(Lessons.ModelInService);

        var look = (await HelpdeskRun.OnAsync(database, Settings, "promote", Lessons.ModelInService, "--dry-run")).Succeeded();
        Assert.Contains($"Model {after} would be put into service; nothing was changed.", look.Output, StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync(Current));

        var run = (await HelpdeskRun.OnAsync(database, Settings, "promote", Lessons.ModelInService)).Succeeded();
        Assert.Contains("The last 1 stored months (3 mails), as they count now and how far each cell would move:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Model {after} is in service; {before} waits in models/previous", run.Output, StringComparison.Ordinal);
        Assert.Equal(after, await VersionAsync(Current));

        // It is worse, but it served: the way back asks nothing.
        (await HelpdeskRun.OnAsync(database, Settings, "promote", Promotion.Previous(Current))).Succeeded();
        Assert.Equal(before, await VersionAsync(Current));
        Assert.Equal(after, await VersionAsync(Promotion.Previous(Current)));
    }

    [Fact]
    public async Task The_back_cast_leaves_peoples_answers_where_they_are()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail("Training day", "Please book two places on the introduction seminar."), Some.Mail("Training day", "Please book one place on the introduction seminar for me."));
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var analyst = await pages.SignInAsync();
            await analyst.GetAsync("/review?message=1");
            await analyst.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));
        }

        var counts = await StoredMail.CountsAsync(database);
        var run = (await HelpdeskRun.OnAsync(database, Settings, "promote", Lessons.ModelInService)).Succeeded();

        Assert.Contains("There is no model to hold it against", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  Modifications +1 \.", run.Output);
        Assert.Matches(@"(?m)^  Training Days/Seminars +1 \.", run.Output);
        Assert.Equal(counts, await StoredMail.CountsAsync(database));
    }

    [Fact]
    public async Task The_back_cast_knows_a_category_under_its_new_name()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(2));
        var guessed = await Rows.ScalarAsync<string>(database, "select distinct c.key from guesses g join categories c on c.id = g.category_id");
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var administrator = await pages.SignInAsync("administrator");
            await administrator.GetAsync("/categories");
            await administrator.SubmitAsync("/categories?handler=Change", ("key", guessed), ("name", "Quite another name"));
        }

        var run = (await HelpdeskRun.OnAsync(database, Settings, "promote", Lessons.ModelInService, "--dry-run")).Succeeded();

        Assert.Matches(@"(?m)^  Quite another name +2 \. *\n(?!  )", run.Output);
    }

    [Theory]
    [InlineData("Modifications", "Complaints", "labels that are no category of the report (Complaints)")]
    [InlineData("Party/RDP Signifiers", null, "it never saw mail of Party/RDP Signifiers and would never answer so")]
    public async Task A_model_of_other_categories_may_not_serve(string label, string? other, string words)
    {
        var database = await servers.NewDatabaseAsync();
        Promotion.Put(Lessons.ModelInService, Current);
        var mails = await Lessons.SomeAsync(each: 10);
        await Lessons.TrainAsync([.. other is null ? mails.Where(m => m.Label != label) : mails.Select(m => m.Label == label ? m with { Label = other } : m)], Staged);

        var run = await HelpdeskRun.OnAsync(database, Settings, "promote", Staged);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.Equal(await VersionAsync(Lessons.ModelInService), await VersionAsync(Current));
    }

    static async Task<string> VersionAsync(string model) => (await ModelFolder.ManifestAsync(model, TestContext.Current.CancellationToken)).Version;
}
