using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>Waiting for mail costs nobody anything: not the server, not the database.</summary>
public sealed class ListenerTests(Servers servers)
{
    [Fact]
    public async Task A_worker_that_waits_for_mail_asks_the_server_nothing()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.DeliverAll([Some.Mail(), Some.Mail(), Some.Mail()], Some.Moment);
        using var line = new FaultyLine(servers.ImapPort, Fault.None, 0);
        await using var worker = WorkerProcess.Start(database, [.. line.Over(mailbox.Settings()), new("Polling__Interval", "00:59:00"), new("Polling__Patience", "00:00:03")]);
        await worker.UntilAsync("the first mails", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 3);
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await worker.UntilAsync("a mail that came later", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 4);

        var carried = -1L;
        // Longer than a server may take to answer: silence is what is asked of it now.
        await worker.UntilAsync("five seconds without a word from the server", async () =>
        {
            var before = Interlocked.Exchange(ref carried, line.Carried);
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            return before == line.Carried;
        });

        mailbox.Deliver(Some.Mail(), Some.Moment);
        await worker.UntilAsync("a mail after the silence", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 5);
    }

    [Fact]
    public async Task A_server_that_ends_IDLE_at_once_is_not_asked_all_the_time()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.EndsWaits };
        await using var worker = WorkerProcess.Start(database, [.. server.Settings(), new("Polling__Interval", "00:59:00")]);
        await worker.UntilAsync("the first wait", () => Task.FromResult(server.Waits > 0));

        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);

        Assert.InRange(server.Waits, 1, 2);
    }

    [Fact]
    public async Task A_poll_that_finds_nothing_uses_up_no_number_of_a_mailbox()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        for (var poll = 1; poll <= 3; poll++)
        {
            (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        }

        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select last_value from mailboxes_id_seq"));
    }
}
