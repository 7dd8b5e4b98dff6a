using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.CommandLine;

/// <summary>A wrong setting stops the start with a sentence that names the setting and the value given, before anything is touched.</summary>
public sealed class SettingTests(Servers servers)
{
    /// <summary>A mailbox block that is right; a test spoils one line of it.</summary>
    static readonly (string Name, string? Value)[] Block =
        [("Name", "helpdesk"), ("Host", "127.0.0.1"), ("Port", "143"), ("Security", "None"), ("User", "helpdesk@secas.example"), ("Password", "quiet-secret")];

    [Theory]
    [InlineData("Reporting__TimeZone", "Mars/Olympus", "Reporting__TimeZone is 'Mars/Olympus', which is no time zone; give an IANA name such as Europe/London.")]
    [InlineData("Reporting__Months", "500", "Reporting__Months is '500'")]
    [InlineData("Reporting__Months", "many", "'many' at 'Reporting:Months'")]
    [InlineData("Reporting__CountAutomatic", "perhaps", "'perhaps' at 'Reporting:CountAutomatic'")]
    [InlineData("Polling__Interval", "00:00:10", "Polling__Interval is 00:00:10")]
    [InlineData("Polling__Interval", "often", "'often' at 'Polling:Interval'")]
    [InlineData("Classifier__LeastConfidence", "60", "Classifier__LeastConfidence is '60'")]
    public async Task A_wrong_setting_is_named_with_its_value(string setting, string value, string sentence)
    {
        var run = await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), [new(setting, value)], "user", "list");

        run.Refused(sentence);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("Name", null, "Mailboxes__0__Name is missing")]
    [InlineData("Host", null, "Mailboxes__0__Host is missing")]
    [InlineData("User", null, "Mailboxes__0__User is missing")]
    [InlineData("Port", "99999", "Mailboxes__0__Port is 99999")]
    [InlineData("Port", "imap", "'imap' at 'Mailboxes:0:Port'")]
    [InlineData("Security", "Some", "'Some' at 'Mailboxes:0:Security'")]
    [InlineData("Host", "imap.secas.example", "Mailboxes__0__Security is None, but imap.secas.example is not this machine; use Tls or StartTls.")]
    [InlineData("Password", null, "Mailboxes__0__Password", "exactly one of them")]
    [InlineData("PasswordFile", "/nowhere/secret", "Mailboxes__0__PasswordFile", "exactly one of them")]
    [InlineData("CertificateFile", "/nowhere/ca.pem", "Mailboxes__0__CertificateFile is /nowhere/ca.pem, and there is no such file.")]
    [InlineData("Pasword", "slip-of-the-finger", "'Pasword'")]
    public async Task A_wrong_mailbox_is_named_and_never_left_out(string setting, string? value, params string[] words)
    {
        var block = Block.Where(b => b.Name != setting).Append((Name: setting, Value: value)).Where(b => b.Value is not null);

        var run = await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), block.Select(b => new KeyValuePair<string, string?>($"Mailboxes__0__{b.Name}", b.Value)), "poll");

        run.Refused(words);
        Assert.DoesNotContain("quiet-secret", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("slip-of-the-finger", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_mailboxes_of_one_name_are_refused()
    {
        var settings = Block.SelectMany(b => new KeyValuePair<string, string?>[] { new($"Mailboxes__0__{b.Name}", b.Value), new($"Mailboxes__1__{b.Name}", b.Value) });

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), settings, "poll")).Refused("Two mailboxes have the name 'helpdesk'");
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_at_once() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), [new("Reporting__TimeZone", "Mars/Olympus"), new("Polling__Interval", "00:00:10")], "poll"))
            .Refused("Mars/Olympus", "00:00:10");

    [Fact]
    public async Task A_broken_settings_file_is_named()
    {
        using var folder = new Demo.TemporaryFolder("helpdesk-settings-");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "appsettings.json"), "{ \"Reporting\": {", TestContext.Current.CancellationToken);
        var start = HelpdeskRun.StartInfo(await servers.NewDatabaseAsync(), [], "user", "list");
        start.WorkingDirectory = folder.Path;

        (await HelpdeskRun.OfAsync(start)).Refused(Path.Combine(folder.Path, "appsettings.json"), "LineNumber: 0");
    }

    [Fact]
    public async Task No_mailbox_is_no_poll() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "poll")).Refused("No mailbox is configured; set Mailboxes__0__Name");

    [Fact]
    public async Task A_mailbox_that_is_not_configured_is_named() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), servers.NewMailbox("helpdesk").Settings(), "poll", "--mailbox", "change")).Refused("There is no mailbox 'change'");
}
