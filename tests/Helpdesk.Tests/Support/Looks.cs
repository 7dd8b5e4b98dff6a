using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Helpdesk.Tests.Support;

/// <summary>How a page must look wherever it is opened: axe finds nothing wrong and nothing sticks out, narrow and wide, light and dark.</summary>
static partial class Looks
{
    /// <summary>The narrowest telephone in use, and the screen on most desks.</summary>
    static readonly int[] Widths = [360, 1920];

    /// <summary>Passes only when the page, as it stands, is well in every corner; its state (open dialogs, filled fields) stays.</summary>
    public static async Task GoodAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await PictureAsync(page, $"{width}-{scheme}");
                await AccessibleAsync(page, $"{width} {scheme}");
            }

            Assert.Equal("", await StickingOutAsync(page));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
    }

    /// <summary>Passes only when axe finds nothing wrong; a frame without script cannot be asked, and holds somebody else's words.</summary>
    public static async Task AccessibleAsync(IPage page, string where = "")
    {
        var found = (await page.RunAxe(new AxeRunOptions { Iframes = false })).Violations;
        Assert.True(found.Length == 0, $"{page.Url} {where}: " + string.Join("; ", found.Select(v => $"{v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    /// <summary>The outermost element that is wider than the window, if the page scrolls sideways; else nothing.</summary>
    static Task<string> StickingOutAsync(IPage page) => page.EvaluateAsync<string>("""
        () => {
            if (document.documentElement.scrollWidth <= innerWidth) return '';
            const out = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > innerWidth + 1);
            return `${location.pathname}${location.search} sticks out at ${innerWidth}: ${out ? out.outerHTML.slice(0, 200) : 'nothing to see'}`;
        }
        """);

    /// <summary>Pictures to look at, where HELPDESK_PICTURES names a folder.</summary>
    static async Task PictureAsync(IPage page, string corner)
    {
        if (Environment.GetEnvironmentVariable("HELPDESK_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{Unsafe().Replace(new Uri(page.Url).PathAndQuery, "-")}-{corner}.png"), FullPage = true });
        }
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unsafe();
}
