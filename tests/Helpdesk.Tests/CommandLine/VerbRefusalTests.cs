using System.Net;
using System.Net.Sockets;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.CommandLine;

/// <summary>What the verbs say to arguments that cannot be.</summary>
public sealed class VerbRefusalTests(Servers servers)
{
    [Theory]
    [InlineData("2019-13")]
    [InlineData("2019-6")]
    [InlineData("June")]
    [InlineData("")]
    public async Task A_month_that_is_none_is_named(string month) =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "table", "--month", month)).Refused($"--month is '{month}', which is no month; write it as 2019-06.");

    [Fact]
    public async Task A_month_without_mail_is_named_and_so_is_the_latest_with_any()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06")).Refused("There is no mail in 2019-06, nor in any other month; run 'helpdesk poll' first.");
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06")).Refused("There is no mail in 2019-06; the latest month with any is 2019-03.");
    }

    [Fact]
    public async Task A_month_that_was_never_published_is_named() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "table", "--month", "2019-06", "--as", "published")).Refused("2019-06 is not published");

    [Theory]
    [InlineData("0")]
    [InlineData("121")]
    public async Task A_table_too_narrow_or_too_wide_is_refused(string months) =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "table", "--month", "2019-06", "--months", months)).Refused($"--months is {months}", "1 to 120");

    [Fact]
    public async Task An_output_that_cannot_be_written_is_named()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "import", "table", Demo.DemoPlan.PublishedFile)).Succeeded();

        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06", "--as", "published", "--output", "/nowhere/table.txt")).Refused("/nowhere/table.txt");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "serve", "--no-worker", "--urls", address)).Refused($"The address {address} is taken", "--urls");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:99999")]
    public async Task An_address_that_is_none_is_named(string address) =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "serve", "--no-worker", "--urls", address)).Refused(address);

    [Fact]
    public async Task A_file_of_passwords_that_is_missing_is_named() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "user", "add", "ada", "--password-file", "/nowhere/secret")).Refused("/nowhere/secret");

    [Fact]
    public async Task An_unknown_role_a_weak_password_and_a_name_taken_are_refused()
    {
        var database = await servers.NewDatabaseAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "short", TestContext.Current.CancellationToken);

        (await HelpdeskRun.OnAsync(database, "user", "add", "ada", "--role", "king")).Refused("There is no role 'king'", "viewer, analyst, author, administrator");
        (await HelpdeskRun.OnAsync(database, "user", "add", "ada", "--password-file", file)).Refused("'ada'", "at least 12");
        (await HelpdeskRun.OnAsync(database, "user", "add", "ada")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "user", "add", "ADA")).Refused("'ADA'", "already taken");
        (await HelpdeskRun.OnAsync(database, "user", "disable", "grace")).Refused("There is no account 'grace'");

        Assert.Equal("ada\tanalyst\n", (await HelpdeskRun.OnAsync(database, "user", "list")).Output);
        File.Delete(file);
    }
}
