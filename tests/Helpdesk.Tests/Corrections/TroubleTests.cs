using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Corrections;

/// <summary>What goes wrong between the key and the server while somebody reviews: said at once, and nothing lost.</summary>
public sealed class TroubleTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task An_answer_that_a_colleague_forestalled_is_named_and_leads_back_to_the_message()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var (page, number) = await ReviewAsync(pages);
        using var colleague = await pages.SignInAsync(name: "noor");
        await colleague.GetAsync($"/messages/{number}");
        await colleague.SubmitAsync($"/messages/{number}?handler=Answer", ("verdict", "9"), ("seen", "0"));

        await page.Keyboard.PressAsync("7");
        await page.GetByText("noor was faster: Party/RDP Signifiers. Nothing of this answer was written").WaitForAsync();
        await Looks.GoodAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show that message" }).ClickAsync();

        await page.Locator($"article[data-message='{number}'] .choice.now").GetByText("Party/RDP Signifiers").WaitForAsync();
        Assert.Equal([$"{number}|9"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task An_answer_of_a_page_whose_token_is_no_longer_good_is_kept_and_sent_after_loading_it_again()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var (page, number) = await ReviewAsync(pages);
        await page.Context.ClearCookiesAsync(new() { Name = "helpdesk-form" });

        await page.Keyboard.PressAsync("7");
        await page.GetByText("This page is too old to be trusted. Your answer is kept.").WaitForAsync();
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Load again" }).ClickAsync();

        await page.GetByText("Kept answer sent. Modifications.").WaitForAsync();
        Assert.Equal([$"{number}|7"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task An_answer_that_the_server_does_not_hear_is_kept_until_it_does()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var (page, number) = await ReviewAsync(pages);
        await page.Context.SetOfflineAsync(true);

        await page.Keyboard.PressAsync("7");
        await page.GetByText("The server did not answer. Your answer is kept in this tab.").WaitForAsync();
        await page.Context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Load again" }).ClickAsync();

        await page.GetByText("Kept answer sent. Modifications.").WaitForAsync();
        Assert.Equal([$"{number}|7"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task A_key_held_down_answers_one_message_only()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var (page, number) = await ReviewAsync(pages);

        await page.Keyboard.DownAsync("7");
        await page.Keyboard.DownAsync("7");
        await page.Keyboard.DownAsync("7");
        await page.Keyboard.UpAsync("7");
        await page.Locator("#said").GetByText("Modifications.").WaitForAsync();

        Assert.Equal([$"{number}|7"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    /// <summary>A person at the review, with the next messages ready.</summary>
    async Task<(IPage Page, string Number)> ReviewAsync(ServedPages pages)
    {
        var page = await chromium.SignInAsync(pages);
        await page.GotoAsync("/review");
        var number = await page.Locator("#desk article").GetAttributeAsync("data-message");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return (page, number!);
    }
}
