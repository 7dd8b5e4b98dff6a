using System.Diagnostics;
using System.Globalization;
using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Corrections;

public sealed class DayTests(Servers servers, Chromium chromium, ITestOutputHelper output)
{
    [Fact]
    public async Task A_day_at_the_desk_is_done_with_the_keyboard_alone()
    {
        var database = await StoredMail.InAsync(servers, [.. StoredMail.Questions(36), .. Enumerable.Range(0, 4).Select(_ => Some.Mail("Conference in Harrogate", "Tickets for the metering summit are on sale."))]);
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var person = await pages.PersonAsync();
        var page = await chromium.OpenAsync(pages.Address);
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => errors.Add(error);
        await Chromium.SignInAsync(page, person);
        await page.GotoAsync("/review");

        var answered = new List<string>();
        string[] keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-", "Enter"];
        await page.Locator("article.sheet").WaitForAsync();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 30; i++)
        {
            answered.Add(await NumberAsync(page));
            await page.Keyboard.PressAsync(keys[i % keys.Length]);
            await page.WaitForFunctionAsync("last => { const a = document.querySelector('#desk article'); return a && a.dataset.message !== last; }", answered[^1]);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"30 corrections with 30 keys: {30 / Stopwatch.GetElapsedTime(started).TotalSeconds:F1} a second."));
        Assert.Equal(30, answered.Distinct().Count());
        await CountAsync(page, database, "select count(*) from effective_corrections", 30);

        for (var i = 1; i <= 3; i++)
        {
            await page.Keyboard.PressAsync("u");
            await page.WaitForFunctionAsync("number => document.querySelector('#desk article')?.dataset.message === number", answered[^i]);
        }

        Assert.Equal(27, await Rows.ScalarAsync<long>(database, "select count(*) from effective_corrections"));

        await page.Keyboard.PressAsync("/");
        await page.WaitForURLAsync("**/messages?find=1");
        await page.Keyboard.TypeAsync("\"metering summit\"");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "4 messages" }).WaitForAsync();
        var before = await StoredMail.CountsAsync(database);
        await page.GetByLabel("all 4 that this search shows").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("become").FocusAsync();
        await page.Keyboard.TypeAsync("Other");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Correct 4 messages" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("4 messages: Other.").WaitForAsync();
        Assert.Equal(4, await Rows.ScalarAsync<long>(database, "select count(*) from standings s join message_texts t using (message_id) where t.subject = 'Conference in Harrogate' and s.category_id = 11 and s.source = 'person'"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo all of it" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Undone for 4 messages").WaitForAsync();
        Assert.Equal(before, await StoredMail.CountsAsync(database));

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Two_people_at_once_never_get_the_same_message()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(24));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        IPage[] two = [await chromium.SignInAsync(pages), await chromium.SignInAsync(pages)];

        await Task.WhenAll(two.Select(async page =>
        {
            await page.GotoAsync("/review");
            for (var i = 0; i < 10; i++)
            {
                var number = await NumberAsync(page);
                await page.Keyboard.PressAsync("7");
                await page.WaitForFunctionAsync("last => document.querySelector('#desk article')?.dataset.message !== last", number);
            }
        }));

        await CountAsync(two[0], database, "select count(*) from corrections", 20);
        Assert.Equal(20, await Rows.ScalarAsync<long>(database, "select count(distinct message_id) from corrections"));
        Assert.Equal(["10", "10"], await Rows.ListAsync(database, "select count(*) from corrections group by person_id"));
    }

    [Fact]
    public async Task Whoever_opens_a_message_second_learns_of_the_first_before_writing()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(1));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var first = await chromium.SignInAsync(pages, name: "noor");
        var second = await chromium.SignInAsync(pages);
        await first.GotoAsync("/review");
        await first.Locator("article.sheet").WaitForAsync();

        await second.GotoAsync("/messages/1");
        await second.GetByText("noor has this message open.").WaitForAsync();
        await Looks.AccessibleAsync(second);
        await first.Keyboard.PressAsync("7");
        await first.GetByRole(AriaRole.Heading, new() { Name = "Nothing doubtful is left for you" }).WaitForAsync();
        await CountAsync(first, database, "select count(*) from corrections", 1);
        await second.Locator("button.choice").First.ClickAsync();

        await second.GetByText("noor was faster: Modifications.").WaitForAsync();
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task A_session_that_ends_in_mid_correction_loses_no_answer()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(5));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var person = await pages.PersonAsync();
        var page = await chromium.OpenAsync(pages.Address);
        await Chromium.SignInAsync(page, person);
        await page.GotoAsync("/review");
        var number = await NumberAsync(page);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Context.ClearCookiesAsync(new() { Name = "helpdesk" });

        await page.Keyboard.PressAsync("7");
        await page.GetByText("Your answer is kept in this tab.").WaitForAsync();
        await Looks.AccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(person.Name);
        await page.GetByLabel("Password").FillAsync(person.Password);
        await page.Keyboard.PressAsync("Enter");

        await page.GetByText("Kept answer sent. Modifications.").WaitForAsync();
        Assert.Equal([$"{number}|7"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task Without_script_the_same_desk_works_with_a_page_load_for_each_answer()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var page = await chromium.SignInAsync(pages, script: false);
        await page.GotoAsync("/review");

        for (var i = 0; i < 3; i++)
        {
            await page.GetByRole(AriaRole.Group, new() { Name = "Categories" }).GetByRole(AriaRole.Button, new() { Name = "Modifications" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing doubtful is left for you" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo my last answer" }).ClickAsync();
        await page.GetByText("Undone: Modifications.").WaitForAsync();
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from effective_corrections"));
    }

    static async Task<string> NumberAsync(IPage page) => (await page.Locator("#desk article").GetAttributeAsync("data-message"))!;

    /// <summary>Waits for the answers on their way.</summary>
    static async Task CountAsync(IPage page, string database, string sql, long expected)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        while (await Rows.ScalarAsync<long>(database, sql) < expected)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await Rows.ScalarAsync<long>(database, sql));
    }
}
