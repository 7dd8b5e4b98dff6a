using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Corrections;

public sealed class LooksTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task Every_page_of_the_desk_passes_axe_and_fits_narrow_and_wide_light_and_dark()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(4));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var person = await pages.PersonAsync("administrator");
        foreach (var (width, scheme) in new[] { (360, ColorScheme.Light), (360, ColorScheme.Dark), (1920, ColorScheme.Light), (1920, ColorScheme.Dark) })
        {
            var page = await chromium.OpenAsync(pages.Address, width, scheme: scheme);
            await page.GotoAsync("/sign-in");
            await FitsAsync(page);
            await Chromium.SignInAsync(page, person);
            foreach (var path in (string[])["/review", "/messages", "/messages?q=zebra", "/messages?q=colour:red", "/messages/1", "/messages/1?html=true", "/messages/4711", "/corrected", "/people", "/people?readBy=1", "/account"])
            {
                await page.GotoAsync(path);
                await FitsAsync(page);
            }

            await page.GotoAsync("/messages");
            await page.GetByLabel("that this search shows").CheckAsync();
            await page.GetByLabel("become").SelectOptionAsync("Other");
            await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Effect on the table" }).WaitForAsync();
            await FitsAsync(page);
            await page.GotoAsync("/review");
            await page.Keyboard.PressAsync("?");
            await page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await FitsAsync(page);
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task An_empty_review_says_so_and_single_keys_can_be_switched_off()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(1));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var page = await chromium.SignInAsync(pages);
        await page.GotoAsync("/review");
        await page.Keyboard.PressAsync("?");
        await page.GetByLabel("Single keys decide").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("7");
        await page.Keyboard.PressAsync("?");
        await page.GetByLabel("Single keys decide").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));

        await page.Keyboard.PressAsync("7");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing doubtful is left for you" }).WaitForAsync();
        await page.Locator("#said").GetByText("Modifications.").WaitForAsync();
        await FitsAsync(page);
    }

    static async Task FitsAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal((page.Url, 0), (page.Url, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)")));
        await Chromium.AccessibleAsync(page);
    }
}
