using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Corrections;

/// <summary>The desk's states that no address leads to.</summary>
public sealed class LooksTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task Lists_of_keys_troubles_and_what_is_not_there_are_as_well_made_as_the_rest()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(4));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var page = await chromium.SignInAsync(pages, "administrator");
        foreach (var path in (string[])["/messages?q=zebra", "/messages?q=colour:red", "/messages/1?html=true", "/messages/4711", "/people?readBy=1"])
        {
            await page.GotoAsync(path);
            await Looks.GoodAsync(page);
        }

        await page.GotoAsync("/review");
        await page.Keyboard.PressAsync("?");
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Looks.GoodAsync(page);
    }

    [Fact]
    public async Task After_the_last_message_the_page_says_what_was_answered_and_single_keys_can_be_switched_off()
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
        await Looks.GoodAsync(page);
    }
}
