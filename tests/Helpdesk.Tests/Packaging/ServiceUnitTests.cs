using Helpdesk.Demo;
using Helpdesk.Database;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Packaging;

/// <summary>The systemd unit and the settings file that goes with it.</summary>
public sealed class ServiceUnitTests(Servers servers)
{
    static string Deploy(string name) => Path.Combine(Dockerfile.Home, "deploy", name);

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        using var folder = new TemporaryFolder("helpdesk-unit-");
        var unit = Path.Combine(folder.Path, "helpdesk.service");
        // The program lies elsewhere than on a server; all else is read as it stands.
        var program = Path.ChangeExtension(typeof(global::Helpdesk.CommandLine.Refusal).Assembly.Location, null);
        await File.WriteAllTextAsync(unit, (await File.ReadAllTextAsync(Deploy("helpdesk.service"), TestContext.Current.CancellationToken)).Replace("/opt/helpdesk/Helpdesk", program, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var verified = await Tool.RunAsync(["systemd-analyze", "verify", "--man=no", unit], TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (verified.ExitCode, verified.Errors));
    }

    [Fact]
    public async Task The_example_settings_are_accepted_and_the_mailbox_is_asked()
    {
        var settings = (await File.ReadAllLinesAsync(Deploy("helpdesk.env.example"), TestContext.Current.CancellationToken))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('=', 2))
            .ToDictionary(l => l[0], string? (l) => l[1]);
        using var folder = new TemporaryFolder("helpdesk-settings-");
        // Nothing listens on that port: the settings are accepted when the connection is what fails.
        settings["Mailboxes__0__Host"] = "127.0.0.1";
        settings["Mailboxes__0__Port"] = DemoPlan.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        settings["Mailboxes__0__PasswordFile"] = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(settings["Mailboxes__0__PasswordFile"]!, "not a secret", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(settings["Mailboxes__0__PasswordFile"]!, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), settings, "poll")).Refused("Mailbox 'helpdesk'", "cannot be reached");
    }
}
