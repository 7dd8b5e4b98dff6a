using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Quality;

public sealed class AuditTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task A_sample_is_drawn_once_from_every_guessed_category_and_one_in_twenty_for_two_people()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);

        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        var drawn = await Rows.ListAsync(months.Database, "select message_id, turn from audit_draws order by turn");
        await Answer.OfAsync(months.Database, "2019-06", "--draw");

        Assert.Equal(60, drawn.Count);
        Assert.Equal(drawn, await Rows.ListAsync(months.Database, "select message_id, turn from audit_draws order by turn"));
        Assert.Equal(11, await Rows.ScalarAsync<long>(months.Database, "select count(distinct category_id) from audit_draws"));
        Assert.Equal(3, await Rows.ScalarAsync<long>(months.Database, "select count(*) from audit_draws where twice"));
        Assert.Equal(Answer.Month.Sum(), await Rows.ScalarAsync<long>(months.Database, "select sum(stratum_mails) from (select distinct stratum, stratum_mails from audit_draws) s"));
    }

    [Fact]
    public async Task The_guess_is_hidden_and_one_key_answers()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        var page = await chromium.SignInAsync(pages, width: 360);

        await page.GotoAsync("/quality?month=2019-06");
        await page.GetByRole(AriaRole.Link, new() { Name = "Answer the audit sample: 60 left for you" }).ClickAsync();
        var first = await Rows.ScalarAsync<long>(months.Database, "select message_id from audit_draws where turn = 1");
        Assert.Equal($"{first}", await page.Locator("article.sheet").GetAttributeAsync("data-message"));
        Assert.DoesNotContain("%", await page.Locator("article.sheet").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(".choice.now, .accept, .score").CountAsync());
        await Chromium.AccessibleAsync(page);
        await page.Keyboard.PressAsync("7");
        await page.GetByText("Modifications.", new() { Exact = true }).WaitForAsync();

        Assert.Equal([$"{first}|7"], await Rows.ListAsync(months.Database, "select message_id, category_id from audit_answers"));
        Assert.Equal([$"{first}|7"], await Rows.ListAsync(months.Database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task A_second_person_gets_only_what_two_are_to_answer_and_changes_nothing_that_was_decided()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var one = await pages.SignInAsync(name: "noor");
        using var other = await pages.SignInAsync(name: "sam");
        await months.AnswerAsync("2019-06");
        var decided = await Rows.ListAsync(months.Database, "select message_id, category_id from message_standings where source = 'person' order by 1");

        for (var i = 0; i < 3; i++)
        {
            await other.GetAsync("/quality/audit?month=2019-06");
            await other.SubmitAsync("/quality/audit?month=2019-06", ("message", $"{other.Message}"), ("verdict", "9"));
        }

        Assert.Contains("Nothing is left for you here", other.Text, StringComparison.Ordinal);
        Assert.Equal(decided, await Rows.ListAsync(months.Database, "select message_id, category_id from message_standings where source = 'person' order by 1"));
        var people = (await Answer.OfAsync(months.Database, "2019-06")).GetProperty("people");
        Assert.Equal((2, 3), (people.Of("people"), people.Of("pairs")));
        await one.GetAsync("/quality/audit?month=2019-06");
        Assert.Contains("Nothing is left for you here", one.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_review_starts_with_what_settles_the_table_and_never_shows_a_sampled_mail()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var analyst = await pages.SignInAsync(name: "noor");
        await months.AnswerAsync("2019-06", 40);
        await analyst.GetAsync("/quality?month=2019-06");
        var order = await Rows.ListAsync(months.Database, "select t.message_id from settling_queue t join review_queue using (message_id) where t.message_id not in (select message_id from audit_waiting) order by t.effect desc, t.message_id limit 5");

        await analyst.GetAsync("/review");

        Assert.Matches(@"About [\d,]+ more answers settle the \d+ doubtful cells of June 2019\.", analyst.Text);
        foreach (var expected in order)
        {
            Assert.Equal(expected, $"{analyst.Message}");
            await analyst.SubmitAsync("/review?handler=Answer", ("message", expected), ("verdict", "7"), ("seen", "0"));
        }

        // Five answers of the queue, which taught: they and the forty blind ones count as answers.
        Assert.Equal(45, (await Answer.OfAsync(months.Database, "2019-06")).Of("answers"));
    }

    [Fact]
    public async Task Only_who_may_read_mail_answers_or_draws()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var viewer = await pages.SignInAsync("viewer");

        await viewer.GetAsync("/quality?month=2019-06");
        Assert.Contains("How sure the counts are, June 2019", viewer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Draw the audit sample", viewer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("without a sure home", viewer.Text, StringComparison.Ordinal);
        await viewer.SubmitAsync("/quality?handler=Draw&month=2019-06");
        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, "select count(*) from audits"));
        await viewer.GetAsync("/quality/audit?month=2019-06");
        Assert.DoesNotContain("Audit, June 2019", viewer.Text, StringComparison.Ordinal);
    }
}
