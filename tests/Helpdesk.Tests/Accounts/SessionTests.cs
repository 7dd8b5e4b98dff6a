using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Accounts;

/// <summary>A session and the time: web processes on one database, whose clocks are hours apart.</summary>
public sealed class SessionTests(Servers servers)
{
    [Fact]
    public async Task A_session_ends_ten_hours_after_its_last_use_by_itself()
    {
        var database = await servers.NewDatabaseAsync();
        using var folder = new TemporaryFolder("helpdesk-sessions-");
        KeyValuePair<string, string?> keys = new("Helpdesk__DataFolder", folder.Path);
        await using var morning = await ServedPages.StartAsync(database, keys);
        // Under a false clock every wait with a time limit ends at once, so these two wait for the database without one.
        var patient = database + ";Timeout=0;Command Timeout=0";
        await using var evening = await ServedPages.StartAsync(patient, [keys, .. WrongClock.Ahead("+9h")]);
        await using var night = await ServedPages.StartAsync(patient, [keys, .. WrongClock.Ahead("+601m")]);
        using var browser = await morning.SignInAsync();

        browser.Site = night.Address;
        await browser.GetAsync("/account");
        Assert.StartsWith("/sign-in", browser.Path, StringComparison.Ordinal);

        // The same cookie an hour earlier: it was the time that ended it. And whoever works on in the evening stays in.
        browser.Site = evening.Address;
        await browser.GetAsync("/account");
        Assert.Equal("/account", browser.Path);
        browser.Site = night.Address;
        await browser.GetAsync("/account");
        Assert.Equal("/account", browser.Path);
    }
}
