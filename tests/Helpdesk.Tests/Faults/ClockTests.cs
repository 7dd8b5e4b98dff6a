using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Faults;

/// <summary>The machine's clock runs ten years ahead for a while and comes back.</summary>
public sealed class ClockTests(Servers servers)
{
    const string Wrong = "+3650d";

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_back_moves_no_mail_to_another_month()
    {
        var mailbox = servers.NewMailbox("helpdesk");
        var database = await servers.NewDatabaseAsync();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), .. WrongClock.Ahead(Wrong)], "poll")).Succeeded();
        mailbox.Deliver(Some.Mail(), Some.Moment.AddMonths(1));

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal([$"{Some.Moment:yyyy-MM}-01|1", $"{Some.Moment.AddMonths(1):yyyy-MM}-01|1"], await Rows.ListAsync(database, "select month, sum(count) from monthly_counts where standing = 'counted' group by month order by month"));
        await Recount.MatchesAsync(database);
    }

    [Fact]
    public async Task A_pause_that_a_wrong_clock_noted_does_not_hold_a_mailbox_up_for_years()
    {
        using var folder = new TemporaryFolder("helpdesk-faults-");
        var port = DemoPlan.FreePort();
        TestMailbox mailbox = new(folder.Path, "desk@secas.example", "helpdesk", port, Servers.MailPassword);
        mailbox.Deliver(Some.Mail(), Some.Moment);
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), .. WrongClock.Ahead(Wrong)], "poll")).Refused("helpdesk");
        Assert.True(await Rows.ScalarAsync<bool>(database, "select next_attempt_at > now() + interval '9 years' from mailbox_states"));

        await using var dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
        await using var worker = await RunningHelpdesk.StartAsync(database, mailbox.Settings(), "helpdesk: the worker runs", "worker");

        while (await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 0)
        {
            await Task.Delay(200, Stop);
        }
    }

    [Fact]
    public async Task Mail_that_was_to_be_asked_for_again_by_a_wrong_clock_is_asked_for_by_the_next_poll()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.LeavesOut };
        (await HelpdeskRun.OnAsync(database, [.. server.Settings(), .. WrongClock.Ahead(Wrong)], "poll")).Succeeded();
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched where next_attempt_at > now() + interval '9 years'"));
        server.Lie = Lie.None;

        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched"));
    }

    [Fact]
    public async Task Parked_mail_that_was_to_be_tried_again_by_a_wrong_clock_is_tried_by_the_next_poll()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.RefusesText };
        (await HelpdeskRun.OnAsync(database, [.. server.Settings(), .. WrongClock.Ahead(Wrong)], "poll")).Succeeded();
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from parked_mail where next_attempt_at > now() + interval '9 years'"));
        server.Lie = Lie.None;

        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from parked_mail"));
        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked"));
    }

    [Fact]
    public async Task Jobs_that_a_wrong_clock_put_off_for_years_run_again_once_a_worker_with_a_right_one_starts()
    {
        const string PutOff = "select count(*) from hangfire.set where key = 'recurring-jobs' and to_timestamp(score) > now() + interval '9 years'";
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        await using (await ServedPages.StartAsync(database))
        {
            // Makes Hangfire's tables: under a false clock every wait with a time limit ends at once, and their installer has one.
        }

        await using (var wrong = await RunningHelpdesk.StartAsync(database + ";Timeout=0;Command Timeout=0", [.. mailbox.Settings(), .. WrongClock.Ahead(Wrong)], "helpdesk: the worker runs", "worker"))
        {
            await wrong.KillAsync();
        }

        var putOff = await Rows.ScalarAsync<long>(database, PutOff);
        await using var worker = await RunningHelpdesk.StartAsync(database, mailbox.Settings(), "helpdesk: the worker runs", "worker");

        Assert.True(putOff > 10, $"the wrong clock put off {putOff} jobs only");
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, PutOff));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
