using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Quality;

/// <summary>The author's choice in a real browser, and what everybody sees of it.</summary>
public sealed class AdjustedPageTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task An_author_sees_both_side_by_side_prints_the_adjusted_counts_and_goes_back()
    {
        var months = await AuditedMonth.NewAsync(servers);
        var quality = await Answer.OfAsync(months.Database, AuditedMonth.Month);
        var cell = quality.Cells().First(c => c.Of("toPrint") != c.Of("printed"));
        await using var pages = await ServedPages.StartAsync(months.Database);
        var page = await chromium.SignInAsync(pages, "author", "ada");

        await page.GotoAsync("/months/2019-06");
        Assert.True(await page.GetByLabel("The counted figures").IsCheckedAsync());
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Counted and adjusted" }).GetByRole(AriaRole.Row, new() { Name = cell.Said("category") });
        Assert.Equal($"{cell.Said("category")} {cell.Of("printed")} {cell.Of("toPrint")} {cell.Of("toPrint") - cell.Of("printed"):+0;-0} {cell.Of("low")} to {cell.Of("high")}", string.Join(' ', (await row.InnerTextAsync()).Split('\t')));
        await Looks.GoodAsync(page);
        await page.GetByLabel("The adjusted counts").CheckAsync();
        await page.FillAsync("#close-reason", "invented mail");
        await page.ClickAsync("button:text-is('Close June 2019')");
        Assert.Contains("Give the reason to print the adjusted counts", await page.InnerTextAsync("[role=alert]"), StringComparison.Ordinal);
        await page.GetByLabel("The adjusted counts").CheckAsync();
        await page.FillAsync("#close-note", "nearer to the truth");
        await page.FillAsync("#close-reason", "invented mail");
        await page.ClickAsync("button:text-is('Close June 2019')");
        Assert.Contains("Version 1 (closed, adjusted counts)", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.GetByText("Printed and counted").ClickAsync();
        await Looks.GoodAsync(page);

        await page.GotoAsync("/?month=2019-06&as=published");
        Assert.Contains("closed, estimated", await page.InnerTextAsync(".states"), StringComparison.Ordinal);
        Assert.Contains("The counts of June 2019 by category are estimates (nearer to the truth)", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Looks.GoodAsync(page);
        await page.ClickAsync($"tr:has(th:text-is('{cell.Said("category")}')) td:last-child a");
        Assert.Contains($"{cell.Of("toPrint")} printed (estimated; with 95 % confidence the truth lies from {cell.Of("low")} to {cell.Of("high")}), {cell.Of("printed")} counted. The mails below are the counted ones.", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(cell.Of("printed"), await page.Locator("tbody tr").CountAsync());
        await Looks.GoodAsync(page);
        await page.GotoAsync("/?month=2019-06&as=current");
        Assert.DoesNotContain("estimate", await page.InnerTextAsync("main"), StringComparison.OrdinalIgnoreCase);

        await page.GotoAsync("/months/2019-06");
        Assert.True(await page.GetByLabel("The adjusted counts").IsCheckedAsync());
        await page.GetByLabel("The counted figures").CheckAsync();
        await page.FillAsync("#restate-reason", "the Panel asks for counts");
        await page.ClickAsync("button:text-is('Publish a new version that prints this')");
        Assert.Contains("restated, version 2", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        Assert.Equal(await months.ColumnAsync("current"), await months.ColumnAsync("published"));
    }

    [Fact]
    public async Task Whoever_may_not_close_sees_no_choice_and_a_month_without_a_sample_says_what_it_wants()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync(AuditedMonth.Month, Answer.Month);
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var analyst = await pages.SignInAsync("analyst", "noor");
        var page = await chromium.SignInAsync(pages, "author", "ada");

        await analyst.GetAsync("/months/2019-06");
        Assert.DoesNotContain("name=\"prints\"", analyst.Page, StringComparison.Ordinal);
        await page.GotoAsync("/months/2019-06");

        Assert.True(await page.GetByLabel("The adjusted counts").IsDisabledAsync());
        Assert.Contains("June 2019 has no audit sample, so nobody knows what its adjusted counts are worth", await page.InnerTextAsync("fieldset"), StringComparison.Ordinal);
        await Looks.GoodAsync(page);
    }
}
