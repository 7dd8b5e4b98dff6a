using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Helpdesk.Tests.Support;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Reporting;

/// <summary>The pages of the figures in a real browser.</summary>
static class PageTests
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

    static async Task PersonAsync(string database, string role, string name)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Password, TestContext.Current.CancellationToken);
        (await HelpdeskRun.OnAsync(database, "user", "add", name, "--role", role, "--password-file", file)).Succeeded();
        File.Delete(file);
    }

    /// <summary>No rule of accessibility is broken, and nothing sticks out at 360 and at 1920 pixels, in light and in dark.</summary>
    static async Task AssertReachableAsync(IPage page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            Assert.Empty((await page.RunAxe()).Violations.Select(v => $"{page.Url} {scheme} {v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html))}"));
        }

        foreach (var width in (int[])[360, 1920])
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{page.Url} sticks out at {width}");
            if (Environment.GetEnvironmentVariable("HELPDESK_PICTURES") is { } folder)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{Regex.Replace(new Uri(page.Url).PathAndQuery, "[^a-z0-9]+", "-")}-{width}.png"), FullPage = true });
            }
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}
