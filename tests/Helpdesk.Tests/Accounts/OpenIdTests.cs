using System.Net;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Accounts;

public sealed class OpenIdTests(Servers servers)
{
    [Fact]
    public async Task The_organisations_provider_says_who_it_is_and_which_role_they_have_at_each_sign_in()
    {
        var database = await servers.NewDatabaseAsync();
        await using var provider = await SignInProvider.StartAsync();
        await using var pages = await ServedPages.StartAsync(database, provider.Settings());
        provider.Roles = ["analyst", "something-else"];
        using (var browser = await SignInAsync(pages))
        {
            Assert.Equal(("/review", HttpStatusCode.OK), (browser.Path, browser.Status));
            await browser.GetAsync("/account");
            Assert.Contains("You sign in with your organisation's account", browser.Text, StringComparison.Ordinal);
        }

        provider.Roles = ["viewer"];
        using (var browser = await SignInAsync(pages))
        {
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
            Assert.Contains("You are signed in as noor", browser.Text, StringComparison.Ordinal);
        }

        Assert.Equal(["noor|viewer"], await Rows.ListAsync(database, "select p.user_name, r.name from people p join person_roles pr on pr.user_id = p.id join roles r on r.id = pr.role_id"));
        (provider.Subject, provider.Roles) = ("s-2", ["analyst"]);
        using (await SignInAsync(pages))
        {
            Assert.Equal(["noor", "noor-2"], await Rows.ListAsync(database, "select user_name from people order by 1"));
        }
    }

    [Fact]
    public async Task Without_a_role_a_closed_account_or_after_a_cancel_nobody_gets_in()
    {
        var database = await servers.NewDatabaseAsync();
        await using var provider = await SignInProvider.StartAsync();
        await using var pages = await ServedPages.StartAsync(database, provider.Settings());
        using (var browser = await SignInAsync(pages))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
            Assert.Contains("it has no role here", browser.Text, StringComparison.Ordinal);
        }

        provider.Roles = ["analyst"];
        using (await SignInAsync(pages))
        {
            await Rows.ListAsync(database, "update people set lockout_end = 'infinity' returning id");
        }

        using (var browser = await SignInAsync(pages))
        {
            Assert.Contains("This account is closed here", browser.Text, StringComparison.Ordinal);
        }

        provider.Refuses = true;
        using (var browser = await SignInAsync(pages))
        {
            Assert.Contains("The organisation's sign-in did not work or was broken off", browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_half_configured_provider_stops_the_start_with_a_sentence_and_without_the_secret()
    {
        var database = await servers.NewDatabaseAsync();
        foreach (var (settings, words) in new (KeyValuePair<string, string?>[], string)[]
        {
            ([new("Authentication__OpenIdConnect__Authority", "http://login.example")], "it must be an https address"),
            ([new("Authentication__OpenIdConnect__Authority", "https://login.example")], "Authentication__OpenIdConnect__ClientId is missing"),
            ([new("Authentication__OpenIdConnect__Authority", "https://login.example"), new("Authentication__OpenIdConnect__ClientId", "x"), new("Authentication__OpenIdConnect__ClientSecret", "secret-word"), new("Authentication__OpenIdConnect__ClientSecretFile", "/no/such")], "either ClientSecret or ClientSecretFile"),
        })
        {
            var run = await HelpdeskRun.OnAsync(database, settings, "serve", "--no-worker", "--urls", "http://127.0.0.1:0");
            run.Refused(words);
            Assert.DoesNotContain("secret-word", run.Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>Presses the button and follows the provider back; ends where somebody who wanted the review ends.</summary>
    static async Task<PlainBrowser> SignInAsync(ServedPages pages)
    {
        var browser = new PlainBrowser(pages.Address, "");
        await browser.GetAsync("/review");
        await browser.SubmitAsync("/sign-in?handler=Organisation", ("returnUrl", "/review"));
        return browser;
    }
}
