using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Accounts;

public sealed class SignInTests(Servers servers, Chromium chromium)
{
    [Fact]
    public async Task Five_wrong_passwords_lock_an_account_and_an_administrator_opens_it()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        var person = await pages.PersonAsync(name: "noor");
        using var browser = new PlainBrowser(pages.Address, person.Name);
        await browser.GetAsync("/sign-in");
        for (var i = 0; i < 5; i++)
        {
            await browser.SubmitAsync("/sign-in", ("Name", "noor"), ("Password", "wrong-password-always"));
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        }

        await browser.SubmitAsync("/sign-in", ("Name", "noor"), ("Password", person.Password));
        Assert.Contains("This account is locked for now", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/sign-in", ("Name", "nobody"), ("Password", "wrong-password-always"));
        Assert.Contains("Name or password is wrong.", browser.Text, StringComparison.Ordinal);

        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/people");
        await administrator.SubmitAsync("/people?handler=Open", ("name", "noor"));
        await browser.SignInAsync(person.Name, person.Password);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_once_it_is_on_and_paper_codes_work_once()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        var person = await pages.PersonAsync();
        using var browser = new PlainBrowser(pages.Address, person.Name);
        await browser.SignInAsync(person.Name, person.Password);
        await browser.GetAsync("/account");
        await browser.SubmitAsync("/account?handler=SetUp");
        var key = Regex.Match(browser.Page, "<code id=\"app-key\">([A-Z2-7 ]+)</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await browser.SubmitAsync("/account?handler=TurnOn", ("code", "000000"));
        Assert.Contains("The code is wrong or too old", browser.Text, StringComparison.Ordinal);

        await browser.SubmitAsync("/account?handler=TurnOn", ("code", Code(key)));
        var paper = Regex.Matches(browser.Page, "<li><code>([^<]+)</code></li>").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(10, paper.Count);
        foreach (var (code, lets) in new[] { (Code(key), true), ("000000", false), (paper[0], true), (paper[0], false), (paper[1], true) })
        {
            using var next = new PlainBrowser(pages.Address, person.Name);
            await next.GetAsync("/sign-in?returnUrl=/account");
            await next.SubmitAsync("/sign-in", ("Name", person.Name), ("Password", person.Password), ("returnUrl", "/account"));
            Assert.Contains("Your code", next.Text, StringComparison.Ordinal);
            await next.SubmitAsync(next.Path, ("Given", code), ("returnUrl", "/account"));
            Assert.Equal((code, lets ? "/account" : "/sign-in/code"), (code, next.Path.Split('?')[0]));
        }
    }

    [Fact]
    public async Task The_pages_of_the_second_factor_are_as_well_made_as_the_rest()
    {
        await using var pages = await ServedPages.StartAsync(await servers.NewDatabaseAsync());
        var person = await pages.PersonAsync();
        var page = await chromium.OpenAsync(pages.Address);
        await Chromium.SignInAsync(page, person);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator app" }).ClickAsync();
        var key = await page.Locator("#app-key").InnerTextAsync();
        await Looks.GoodAsync(page);
        await page.GetByLabel("Code").FillAsync(Code(key.Replace(" ", "", StringComparison.Ordinal)));
        await page.Keyboard.PressAsync("Enter");
        var paper = await page.Locator(".codes code").First.InnerTextAsync();
        await Looks.GoodAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(person.Name);
        await page.GetByLabel("Password").FillAsync(person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your code" }).WaitForAsync();
        await Looks.GoodAsync(page);

        await page.Locator("#given").FillAsync(paper);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
    }

    [Fact]
    public async Task Signing_out_everywhere_a_new_role_and_closing_end_every_session_at_once()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        var person = await pages.PersonAsync("analyst", "noor");
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/people");
        foreach (var end in (Func<PlainBrowser, Task>[])
        [
            browser => browser.SubmitAsync("/account?handler=Everywhere"),
            _ => administrator.SubmitAsync("/people?handler=Role", ("name", "noor"), ("role", "viewer")),
            _ => administrator.SubmitAsync("/people?handler=Close", ("name", "noor")),
        ])
        {
            using var desk = new PlainBrowser(pages.Address, "noor");
            using var laptop = new PlainBrowser(pages.Address, "noor");
            await desk.SignInAsync(person.Name, person.Password);
            await laptop.SignInAsync(person.Name, person.Password);
            await desk.GetAsync("/account");
            await laptop.GetAsync("/account");
            Assert.StartsWith("/account", laptop.Path, StringComparison.Ordinal);

            await end(desk);

            await laptop.GetAsync("/account");
            Assert.StartsWith("/sign-in", laptop.Path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_password_is_changed_by_its_owner_and_weak_ones_are_refused()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        var person = await pages.PersonAsync();
        using var browser = new PlainBrowser(pages.Address, person.Name);
        await browser.SignInAsync(person.Name, person.Password);
        await browser.GetAsync("/account");
        foreach (var (now, next, again, sentence) in new[]
        {
            (person.Password, "short", "short", "at least 12 characters"), ("wrong", "a-long-new-password", "a-long-new-password", "Incorrect password"), (person.Password, "a-long-new-password", "another-new-password", "not typed the same twice"),
        })
        {
            await browser.SubmitAsync("/account?handler=Password", ("now", now), ("next", next), ("again", again));
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Contains(sentence, browser.Text, StringComparison.Ordinal);
        }

        await browser.SubmitAsync("/account?handler=Password", ("now", person.Password), ("next", "a-long-new-password"), ("again", "a-long-new-password"));
        Assert.Contains("The password is changed", browser.Text, StringComparison.Ordinal);
        using var anew = new PlainBrowser(pages.Address, person.Name);
        await anew.SignInAsync(person.Name, "a-long-new-password");
    }

    [Fact]
    public async Task An_administrator_adds_people_and_cannot_lock_themselves_out()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator", "ada");
        await administrator.GetAsync("/people");
        await administrator.SubmitAsync("/people?handler=Add", ("name", "tom"), ("role", "author"));
        var password = Regex.Match(administrator.Text, "with the password (\\S+) - shown only now").Groups[1].Value;
        using var tom = new PlainBrowser(pages.Address, "tom");
        await tom.SignInAsync("tom", password);

        foreach (var (handler, fields, sentence) in new (string, (string, string)[], string)[]
        {
            ("Add", [("name", "tom"), ("role", "author")], "already taken"), ("Add", [("name", "eve"), ("role", "king")], "There is no role 'king'"),
            ("Role", [("name", "ada"), ("role", "viewer")], "You cannot take the administrator's role from yourself"), ("Close", [("name", "ada")], "You cannot close the account you are signed in with"),
            ("Reset", [("name", "nobody")], "There is no account 'nobody'"),
        })
        {
            await administrator.SubmitAsync($"/people?handler={handler}", fields);
            Assert.Contains(sentence, administrator.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>The six digits an authenticator app shows now (RFC 6238).</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "What apps compute is SHA-1 by the standard.")]
    static string Code(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        byte[] secret = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
        var step = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
        Array.Reverse(step);
        var hash = HMACSHA1.HashData(secret, step);
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
