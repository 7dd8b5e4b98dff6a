using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Reporting;

/// <summary>The pages of the figures in a real browser.</summary>
public sealed class PageTests(Servers servers, Chromium chromium)
{
    const string Password = "wooden-bridge-over-water";

    /// <summary>A browser without script, signed in.</summary>
    public static async Task<HttpClient> SignedInAsync(string database, RunningHelpdesk served, string role, string name)
    {
        await PersonAsync(database, role, name);
        var client = new HttpClient { BaseAddress = served.Address };
        var page = await client.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([new("Name", name), new("Password", Password), new("__RequestVerificationToken", Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)").Groups[1].Value)]);
        (await client.PostAsync("/sign-in", form, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        return client;
    }

    [Fact]
    public async Task An_author_signs_off_closes_the_month_and_takes_a_late_mail_in()
    {
        var database = await Months.OfAsync(servers, [("2019-06", 1, 3), ("2019-06", 2, 4), .. Enumerable.Range(1, 6).Select(m => ($"2018-{m + 6:D2}", (short)2, 100))]);
        await Months.AddAsync(database, "2019-06", 4, 1, confidence: 0.2f);
        await using var served = await ServedPages.StartAsync(database);
        var page = await chromium.SignInAsync(served, "author", "ada");

        await page.GotoAsync("/?month=2019-06");
        await Looks.GoodAsync(page);
        Assert.Contains("of these 1 doubtful", await page.InnerTextAsync("td.doubtful"), StringComparison.Ordinal);
        Assert.True(await page.Locator("td.doubtful").EvaluateAsync<bool>("e => getComputedStyle(e).backgroundColor !== getComputedStyle(e.previousElementSibling).backgroundColor"), "the doubtful cell is not marked");
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        Assert.Equal("solid", await page.Locator("td.doubtful").EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle"));
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        await page.ClickAsync("tr:has(th:text-is('Sub-Committees')) td:last-child a");
        Assert.Equal(4, await page.Locator("tbody tr").CountAsync());
        await Looks.GoodAsync(page);

        await page.GotoAsync("/months/2019-06");
        await Looks.GoodAsync(page);
        Assert.Contains("Sub-Committees: 4 in June 2019, fewer than usual", await page.InnerTextAsync(".checks"), StringComparison.Ordinal);
        await page.ClickAsync("button:has-text('I looked at it')");
        await page.ClickAsync("button:text-is('Keep') >> nth=0");
        await page.ClickAsync("button:text-is('Close June 2019')");
        Assert.Contains("closed, version 1", await page.InnerTextAsync("h1"), StringComparison.Ordinal);

        await Months.AddAsync(database, "2019-06", 1, 1);
        await page.GotoAsync("/months/2019-06");
        await page.FillAsync("#restate-reason", "came late");
        await page.ClickAsync("button:text-is('Publish a new version with these')");
        Assert.Contains("restated, version 2", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
        await Looks.GoodAsync(page);
        Assert.Contains("fewer than usual", await page.APIRequest.GetAsync(served.Address + "months/2019-06/files/section.html?as=published").ContinueWith(t => t.Result.TextAsync(), TaskScheduler.Default).Unwrap(), StringComparison.Ordinal);

        await page.GotoAsync("/calls?month=2019-06");
        await page.FillAsync("#day", "2019-06-14");
        await page.ClickAsync("button:text-is('Log the call')");
        Assert.Contains("1 telephone enquiry in June 2019", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Looks.GoodAsync(page);
        Assert.Equal("ada", await Rows.ScalarAsync<string>(database, "select published_by from publications where version = 2"));
    }

    [Fact]
    public async Task A_viewer_sees_figures_and_no_text_and_can_change_nothing()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 2));
        await Months.DoAsync(database, "insert into message_texts select id, null, 'n', 'a@b.example', '{}', 'a subject nobody may see', 'b', 'b', '{}' from messages");
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var viewer = await SignedInAsync(database, served, "viewer", "vera");

        var cell = await viewer.GetStringAsync("/cells/2019-06/applications", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("a subject", cell, StringComparison.Ordinal);
        Assert.DoesNotContain("a subject", await viewer.GetStringAsync("/months/2019-06", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var calls = await viewer.GetStringAsync("/", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", Regex.Match(calls, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)").Groups[1].Value)]);
        using var answer = await viewer.PostAsync("/months/2019-06?handler=Close", form, TestContext.Current.CancellationToken);

        Assert.EndsWith("/not-allowed", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from publications"));
    }

    static async Task PersonAsync(string database, string role, string name)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Password, TestContext.Current.CancellationToken);
        (await HelpdeskRun.OnAsync(database, "user", "add", name, "--role", role, "--password-file", file)).Succeeded();
        File.Delete(file);
    }
}
