using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

public sealed class LyingServerTests(Servers servers)
{
    [Theory]
    [InlineData(Lie.None)]
    [InlineData(Lie.RefusesWhole)]
    [InlineData(Lie.Repeats)]
    [InlineData(Lie.Reverses)]
    public async Task What_can_be_had_is_stored_whole(Lie lie)
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = lie };

        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked"));
        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched"));
        await AllAreWholeAsync(database);
    }

    [Theory]
    [InlineData(Lie.CutsInside, "breaks the connection")]
    [InlineData(Lie.SaysBye, "breaks the connection")]
    [InlineData(Lie.MiscountsLiteral, "breaks the connection")]
    [InlineData(Lie.LeavesOut, "not handed out")]
    [InlineData(Lie.SendsEmpty, "not handed out")]
    [InlineData(Lie.RefusesAll, "refused")]
    [InlineData(Lie.SendsStub, "stub")]
    public async Task A_mail_that_does_not_come_is_asked_for_again_and_blocks_no_other(Lie lie, string reason)
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = lie };

        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Equal([$"104|{reason}"], await Rows.ListAsync(database, "select uid, reason from unfetched where gone_at is null"));
        Assert.Equal(9, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));

        server.Lie = Lie.None;
        await MakeDueAsync(database);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfetched"));
    }

    [Fact]
    public async Task A_mail_that_never_comes_is_parked_where_a_person_sees_it_and_let_out_when_it_comes()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.LeavesOut };
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
            await MakeDueAsync(database);
        }

        Assert.Equal(["not handed out"], await Rows.ListAsync(database, "select error_class from parked_mail"));
        Assert.Equal(["2019-03-01|counted|9", "2019-03-01|parked|1"], await Rows.ListAsync(database, "select month, standing, sum(count) from monthly_counts group by month, standing order by standing"));

        server.Lie = Lie.None;
        await MakeDueAsync(database);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Equal(["2019-03-01|counted|10"], await Rows.ListAsync(database, "select month, standing, sum(count) from monthly_counts group by month, standing"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from parked_mail"));
    }

    [Fact]
    public async Task A_mail_of_which_only_the_header_comes_is_parked_with_what_is_known()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.RefusesText };

        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Equal(["Mail 104|no text"], await Rows.ListAsync(database, "select t.subject, p.error_class from parked_mail p join message_texts t using (message_id)"));

        server.Lie = Lie.None;
        await MakeDueAsync(database);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Equal(["What does section 104 of the Code say?"], await Rows.ListAsync(database, "select new_text from message_texts where subject = 'Mail 104'"));
        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked"));
    }

    [Fact]
    public async Task A_throttled_mailbox_is_left_alone_for_as_long_as_the_server_asks_and_harms_no_other()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.Throttles };
        var good = servers.NewMailbox("change");
        good.Deliver(Some.Mail(), Some.Moment);

        KeyValuePair<string, string?>[] settings = [.. server.Settings(0), .. good.Settings(1), new("Polling__Patience", "00:01:00")];

        var run = await HelpdeskRun.OnAsync(database, settings, "poll");

        run.Refused("Mailbox 'helpdesk'", "asks for a pause of 89 seconds");
        Assert.Contains("change: 1 stored", run.Output, StringComparison.Ordinal);
        Assert.Equal(["throttled"], await Rows.ListAsync(database, "select error_class from outages where ended_at is null"));
        Assert.True(await Rows.ScalarAsync<bool>(database, "select next_attempt_at > now() + interval '60 seconds' from mailbox_states s join mailboxes m on m.id = s.mailbox_id where m.name = 'helpdesk'"));

        // A worker that starts meanwhile, with all its jobs and listeners, does not so much as log in.
        var logIns = server.LogIns;
        await using var worker = WorkerProcess.Start(database, settings);
        for (var mails = 2; mails <= 3; mails++)
        {
            good.Deliver(Some.Mail(), Some.Moment);
            await worker.UntilAsync($"mail {mails}", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == mails);
        }

        Assert.Equal(logIns, server.LogIns);
    }

    [Fact]
    public async Task A_uid_that_turns_up_late_below_the_highest_is_found()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer();
        server.Uids.Remove(105);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        server.Uids.Insert(4, 105);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Fact]
    public async Task Mail_that_is_gone_from_the_server_stays_counted_and_is_said_to_be_gone()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.LeavesOut };
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        server.Uids.RemoveAll(u => u is 103 or 104);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(["helpdesk|8|9|9|0|0|1|1"], await Rows.ListAsync(database, """
            select m.name, on_server, stored, classified, parked, waiting, gone_after_storing, gone_before_reading from certificates c join mailboxes m on m.id = c.mailbox_id
            """));
        Assert.Equal(["counted|9"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing"));
    }

    [Fact]
    public async Task A_changed_uidvalidity_makes_one_incident_that_says_matched_new_gone()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer();
        server.Uids.Remove(110);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        server.UidValidity = 15;
        server.Uids.Remove(101);
        server.Uids.Add(110);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(["14|15|8|1|1"], await Rows.ListAsync(database, "select old_uid_validity, new_uid_validity, matched, new, gone from incidents"));
        Assert.Equal(["counted|10"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing"));
    }

    [Fact]
    public async Task A_mail_that_goes_after_its_folder_was_renumbered_is_gone_in_the_certificate_too()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer();
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        server.UidValidity = 15;
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        server.Uids.RemoveRange(0, 3);
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        Assert.Equal(["7|10|3"], await Rows.ListAsync(database, "select on_server, stored, gone_after_storing from certificate_of('2019-03-01')"));
    }

    [Fact]
    public async Task A_folder_that_is_renumbered_at_every_opening_loses_nothing_counts_nothing_twice_and_does_not_grow()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer();
        for (var opening = 0; opening < 4; opening++)
        {
            server.UidValidity++;
            (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        }

        Assert.Equal(["counted|10"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing"));
        Assert.Equal(["10|0|0", "10|0|0", "10|0|0"], await Rows.ListAsync(database, "select matched, new, gone from incidents order by id"));
        Assert.Equal(20, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
    }

    /// <summary>Each of the ten under its own UID, with the subject and the text that the server has for it.</summary>
    static async Task AllAreWholeAsync(string database) => Assert.Equal(
        Enumerable.Range(101, 10).Select(uid => $"{uid}|Mail {uid}|What does section {uid} of the Code say?"),
        await Rows.ListAsync(database, "select d.uid, t.subject, t.new_text from deliveries d join message_texts t using (message_id) order by d.uid"));

    static async Task MakeDueAsync(string database)
    {
        await Rows.ScalarAsync<long>(database, "with a as (update unfetched set next_attempt_at = now() returning 1), b as (update parked_mail set next_attempt_at = now() returning 1) select (select count(*) from a) + (select count(*) from b)");
    }
}
