using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Quality;

public sealed class QualityPageTests(Servers servers, Chromium chromium)
{
    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(1920, ColorScheme.Dark)]
    public async Task The_page_says_in_a_sentence_and_in_plots_how_sure_the_counts_are(int width, ColorScheme scheme)
    {
        var months = await JudgedMonths.NewAsync(servers);
        await months.AddAsync("2019-05", Answer.Month);
        await months.AddAsync("2019-06", Answer.Month);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        var page = await chromium.SignInAsync(pages, name: "noor", width: width, scheme: scheme);
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        await months.AnswerAsync("2019-06");

        await page.GotoAsync("/quality?month=2019-06");

        var quality = await Answer.OfAsync(months.Database, "2019-06");
        Assert.Equal(quality.Said("sentence"), await page.Locator(".verdict").InnerTextAsync());
        Assert.Equal(3, await page.Locator(".chart svg[role=img]").CountAsync());
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Counts with their intervals" }).GetByRole(AriaRole.Row, new() { Name = "Modifications" });
        Assert.Contains($"{quality.Cells()[6].Of("low")} to {quality.Cells()[6].Of("high")}", await row.InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText("What was guessed, and what people said").ClickAsync();
        await Chromium.AccessibleAsync(page);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_new_topic_among_mail_without_a_home_is_named_with_its_words_and_its_months()
    {
        var months = await JudgedMonths.NewAsync(servers);
        await months.AddAsync("2019-05", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30]);
        await months.AddAsync("2019-06", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40]);
        await months.DoAsync("""
            update message_texts set subject = 'Heat pump tariff export', new_text = 'Our heat pump exports at the wrong tariff since Tuesday, case ' || message_id
            where message_id in (select message_id from message_standings where month = '2019-06-01' and category_id = 11 order by 1 limit 12);
            update message_texts set new_text = md5(message_id::text) || ' ' || md5('b' || message_id) where new_text not like 'Our heat pump%';
            """);
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/quality?month=2019-06");

        Assert.Matches("(heat|pump|tariff|export)(, [a-z]+)+ new 0 0 0 0 0 0 0 0 0 0 0 0 12", analyst.Text);
    }

    [Fact]
    public async Task A_page_says_which_months_are_too_large_to_be_judged_while_somebody_waits()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", [5, 5]);
        await using var pages = await ServedPages.StartAsync(months.Database, new KeyValuePair<string, string?>("Quality__MostForPage", "9"));
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/quality");
        Assert.Contains("How sure the counts of June 2019 are has not been judged yet", analyst.Text, StringComparison.Ordinal);
        await Answer.OfAsync(months.Database, "2019-06");
        await analyst.GetAsync("/quality");
        Assert.Contains("Nobody knows yet how far the counts of June 2019 are off", analyst.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("The worker", analyst.Text, StringComparison.Ordinal);
        await months.AddAsync("2019-06", [1]);
        await analyst.GetAsync("/quality");
        Assert.Contains("The figures of June 2019 are older than the latest mail or answers", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody knows yet how far the counts of June 2019 are off", analyst.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_without_mail_says_so()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", [5]);
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/quality?month=2018-01");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, analyst.Status);
        Assert.Contains("January 2018 has no counted mail", analyst.Text, StringComparison.Ordinal);
        await analyst.GetAsync("/quality?month=June");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, analyst.Status);
        await analyst.GetAsync("/quality");
        Assert.Contains("How sure the counts are, June 2019", analyst.Text, StringComparison.Ordinal);
    }
}
