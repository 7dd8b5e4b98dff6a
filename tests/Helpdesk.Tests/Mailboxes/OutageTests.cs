using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>A server goes away and comes back while the worker runs, and people hear of it twice: once when it began, once when it was over.</summary>
public sealed class OutageTests(Servers servers)
{
    [Fact]
    public async Task A_server_that_goes_and_comes_back_makes_one_alert_and_one_all_clear_by_mail_and_loses_nothing()
    {
        var database = await servers.NewDatabaseAsync();
        await using var post = new PostBox();
        using var folder = new TemporaryFolder("helpdesk-outage-");
        var mailbox = new TestMailbox(folder.Path, "desk@secas.example", "helpdesk", DemoPlan.FreePort(), Servers.MailPassword);
        var server = await StartAsync();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await using var worker = WorkerProcess.Start(database, [.. mailbox.Settings(), .. post.Settings(), new("Smtp__AlertsTo__0", "admin@secas.example"), new("Polling__Interval", "00:01:00")]);
        await worker.UntilAsync("the first mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 1);

        await server.DisposeAsync();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await worker.UntilAsync("the alert", () => Task.FromResult(post.Mails.Count == 1));
        server = await StartAsync();
        await worker.UntilAsync("the second mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 2);
        await worker.UntilAsync("the all-clear", () => Task.FromResult(post.Mails.Count == 2));

        Assert.Contains("Subject: Helpdesk alert: outage helpdesk", post.Mails[0], StringComparison.Ordinal);
        Assert.Contains("Subject: Helpdesk all-clear: outage helpdesk", post.Mails[1], StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from outages where ended_at is null"));
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from alerts"));
        await server.DisposeAsync();

        Task<PrivateDovecot> StartAsync() => PrivateDovecot.StartAsync(folder.Path, int.Parse(mailbox.Settings().First(s => s.Key.EndsWith("__Port", StringComparison.Ordinal)).Value!, System.Globalization.CultureInfo.InvariantCulture), Servers.MailPassword, null, TestContext.Current.CancellationToken);
    }
}
