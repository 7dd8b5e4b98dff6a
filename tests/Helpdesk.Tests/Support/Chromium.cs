using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Helpdesk.Tests.Support.Chromium))]

namespace Helpdesk.Tests.Support;

/// <summary>The system's real browser, started once for all tests that want one.</summary>
public sealed class Chromium : IAsyncDisposable
{
    readonly SemaphoreSlim starting = new(1, 1);
    IPlaywright? playwright;
    IBrowser? browser;

    /// <summary>A new window with cookies of its own.</summary>
    public async Task<IPage> OpenAsync(Uri address, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            playwright ??= await Playwright.CreateAsync();
            browser ??= await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally
        {
            starting.Release();
        }

        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await context.NewPageAsync();
    }

    /// <summary>Opens a window and signs in.</summary>
    public async Task<IPage> SignInAsync(ServedPages pages, string role = "analyst", string? name = null, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        var person = await pages.PersonAsync(role, name);
        var page = await OpenAsync(pages.Address, width, scheme: scheme, script: script);
        await SignInAsync(page, person);
        return page;
    }

    public static async Task SignInAsync(IPage page, (string Name, string Password) person, string path = "/sign-in")
    {
        await page.GotoAsync(path);
        await page.GetByLabel("Name").FillAsync(person.Name);
        await page.GetByLabel("Password").FillAsync(person.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
    }

    /// <summary>Passes only when axe finds nothing wrong with the page as it stands.</summary>
    public static Task AccessibleAsync(IPage page) => Looks.AccessibleAsync(page);

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        starting.Dispose();
    }
}
