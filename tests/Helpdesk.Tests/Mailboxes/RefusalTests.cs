using System.Globalization;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>A mailbox that cannot be read is named with cause and mending step; the others are read, and nothing is lost.</summary>
public sealed class RefusalTests(Servers servers)
{
    [Fact]
    public async Task A_wrong_password_is_named_and_the_other_mailbox_is_read()
    {
        var database = await servers.NewDatabaseAsync();
        var wrong = servers.NewMailbox("change");
        var right = servers.NewMailbox("helpdesk");
        wrong.Deliver(Some.Mail(), Some.Moment);
        right.Deliver(Some.Mail(), Some.Moment);

        var run = await HelpdeskRun.OnAsync(database, [.. Changed(wrong.Settings(0), "Password", "quiet-secret"), .. right.Settings(1)], "poll");

        run.Refused("Mailbox 'change'", "refused the log-in", "check User and Password");
        Assert.DoesNotContain("quiet-secret", run.Errors, StringComparison.Ordinal);
        Assert.Contains("helpdesk: 1 stored", run.Output, StringComparison.Ordinal);
        (await HelpdeskRun.OnAsync(database, wrong.Settings(), "poll")).Succeeded();
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_named()
    {
        var port = DemoPlan.FreePort().ToString(CultureInfo.InvariantCulture);

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), Changed(servers.NewMailbox("helpdesk").Settings(), "Port", port), "poll"))
            .Refused("Mailbox 'helpdesk'", $"127.0.0.1:{port}", "cannot be reached", "check Host, Port and the network");
    }

    [Fact]
    public async Task Tls_where_none_is_spoken_is_named() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), Changed(servers.NewMailbox("helpdesk").Settings(), "Security", "Tls"), "poll"))
            .Refused("Mailbox 'helpdesk'", "TLS is not spoken there");

    [Fact]
    public async Task Starttls_where_none_is_offered_is_named_and_the_password_stays_at_home() =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), Changed(servers.NewMailbox("helpdesk").Settings(), "Security", "StartTls"), "poll"))
            .Refused("Mailbox 'helpdesk'", "does not offer STARTTLS");

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named_and_the_others_are_read()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        mailbox.Deliver(Some.Mail(), Some.Moment, folder: "Archive");

        var run = await HelpdeskRun.OnAsync(database,
            [.. mailbox.Settings(), new("Mailboxes__0__Folders__0", "INBOX"), new("Mailboxes__0__Folders__1", "Nowhere"), new("Mailboxes__0__Folders__2", "Archive")], "poll");

        run.Refused("Mailbox 'helpdesk'", "there is no folder 'Nowhere'", "check Folders");
        Assert.Equal(["Archive", "INBOX"], await Rows.ListAsync(database, "select f.name from deliveries d join folders f on f.id = d.folder_id order by f.name"));
    }

    [Fact]
    public async Task An_empty_folder_is_no_mistake()
    {
        var run = (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), servers.NewMailbox("helpdesk").Settings(), "poll")).Succeeded();

        Assert.Contains("helpdesk: 0 stored, 0 duplicates, 0 parked.", run.Output, StringComparison.Ordinal);
    }

    static IEnumerable<KeyValuePair<string, string?>> Changed(IEnumerable<KeyValuePair<string, string?>> settings, string name, string value) =>
        settings.Select(s => s.Key.EndsWith("__" + name, StringComparison.Ordinal) ? new(s.Key, value) : s);
}
