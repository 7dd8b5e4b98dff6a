using System.Text.RegularExpressions;
using Helpdesk.Tests.Corrections;
using Helpdesk.Tests.Packaging;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Pages;

/// <summary>Whatever page somebody adds, in whichever room, is looked at here.</summary>
public sealed partial class EveryPageTests(Servers servers, Chromium chromium)
{
    /// <summary>Stands in a frame of another page and holds the sender's markup, so it has no landmarks of its own.</summary>
    const string Framed = "/messages/{id:long}/html";

    [Fact]
    public async Task Every_page_passes_axe_and_fits_narrow_and_wide_light_and_dark()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(4));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var page = await chromium.SignInAsync(pages, "administrator");
        await page.GotoAsync("/messages");
        await page.GetByLabel("that this search shows").CheckAsync();
        await page.GetByLabel("become").SelectOptionAsync("Other");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await page.WaitForURLAsync("**/messages/bulk/1*");

        foreach (var address in Addresses())
        {
            var answer = await page.GotoAsync(address);
            Assert.True(answer!.Status is 200 or 403 || address is "/problem", $"{address} answers {answer.Status}");
            await Looks.GoodAsync(page);
        }
    }

    [Fact]
    public async Task Every_page_is_whole_before_the_first_mail_has_come()
    {
        await using var pages = await ServedPages.StartAsync(await servers.NewDatabaseAsync());
        var page = await chromium.SignInAsync(pages, "administrator", width: 360);
        foreach (var address in Addresses().Where(a => !a.Contains('1', StringComparison.Ordinal)))
        {
            var answer = await page.GotoAsync(address);
            Assert.True(answer!.Status < 500 || address is "/problem", $"{address} answers {answer.Status}");
            await Looks.AccessibleAsync(page, "empty");
        }
    }

    /// <summary>The addresses in the pages' own first lines, each with something that exists for its parts.</summary>
    static IEnumerable<string> Addresses()
    {
        var routes = Directory.EnumerateFiles(Path.Combine(Dockerfile.Home, "src", "Helpdesk"), "*.cshtml", SearchOption.AllDirectories)
            .Select(f => Route().Match(File.ReadAllText(f))).Where(m => m.Success).Select(m => m.Groups[1].Value).Where(r => r != Framed).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("/review", routes);
        return routes.Select(route => Part().Replace(route, part => part.Groups[1].Value switch
        {
            "month" => "2019-03",
            "category" => "modifications",
            "id" => "1",
            var other => throw new InvalidOperationException($"{route}: name something here that {{{other}}} can be in a test."),
        }));
    }

    [GeneratedRegex("^\\s*@page \"([^\"]+)\"")]
    private static partial Regex Route();

    [GeneratedRegex(@"\{(\w+)(?::[^}]*)?\??\}")]
    private static partial Regex Part();
}
