using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>The worker as it runs for years: beside others, beside bad mailboxes, to the end of its process.</summary>
public sealed class WorkerTests(Servers servers)
{
    [Fact]
    public async Task Two_workers_on_one_database_share_the_mailboxes_and_never_do_the_same_work()
    {
        var database = await servers.NewDatabaseAsync();
        TestMailbox[] mailboxes = [.. Enumerable.Range(0, 4).Select(i => servers.NewMailbox($"box {i}"))];
        KeyValuePair<string, string?>[] settings = [.. mailboxes.SelectMany((m, i) => m.Settings(i)), new("Polling__Interval", "00:01:00")];
        await using var one = WorkerProcess.Start(database, settings);
        await using var other = WorkerProcess.Start(database, settings);
        // Else the first is done before the second can do anything twice.
        await one.UntilAsync("both at work", () => Task.FromResult(one.LogLines("successfully announced").Count == 1 && other.LogLines("successfully announced").Count == 1));
        for (var round = 1; round <= 10; round++)
        {
            foreach (var mailbox in mailboxes)
            {
                mailbox.DeliverAll([Some.Mail(), Some.Mail(), Some.Mail(), Some.Mail(), Some.Mail()], Some.Moment);
            }

            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        await one.UntilAsync("200 mails", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 200);

        Assert.Equal(200, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries where brought"));
        await one.UntilAsync("the last poll's line", () => Task.FromResult(Sum(one, "Stored") + Sum(other, "Stored") == 200));
        Assert.Equal(0, Sum(one, "Duplicates") + Sum(other, "Duplicates") + Sum(one, "Missing") + Sum(other, "Missing"));
    }

    [Fact]
    public async Task A_job_that_is_started_twice_is_done_once()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.DeliverAll(Enumerable.Range(0, 300).Select(_ => Some.Mail()), Some.Moment);
        using var line = new FaultyLine(servers.ImapPort, Fault.Delays, 0);
        var first = HelpdeskRun.OnAsync(database, line.Over(mailbox.Settings()), "poll");
        while (line.Carried < 20_000)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var second = (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        Assert.Contains("helpdesk: another worker is polling it now.", second.Output, StringComparison.Ordinal);
        line.Heal();

        Assert.Contains("helpdesk: 300 stored, 0 duplicates, 0 parked.", (await first).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(300, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
    }

    [Fact]
    public async Task A_mailbox_whose_server_cannot_tell_of_mail_is_served_within_the_interval()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer();
        server.Uids.Remove(110);
        await using var worker = WorkerProcess.Start(database, [.. server.Settings(), new("Polling__Interval", "00:01:00")]);
        await worker.UntilAsync("the first nine", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 9);

        server.Uids.Add(110);

        await worker.UntilAsync("the tenth", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 10);
    }

    [Fact]
    public async Task Most_mails_are_stored_and_classified_within_five_seconds_of_their_delivery()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await using var worker = WorkerProcess.Start(database, [.. mailbox.Settings(), new("Polling__Interval", "00:59:00")]);
        await worker.UntilAsync("the first mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == 1);
        var waits = new List<TimeSpan>();

        for (var mails = 2; mails <= 8; mails++)
        {
            mailbox.Deliver(Some.Mail(), Some.Moment);
            var delivered = Stopwatch.GetTimestamp();
            await worker.UntilAsync($"mail {mails}", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == mails);
            waits.Add(Stopwatch.GetElapsedTime(delivered));
        }

        Assert.True(waits.Order().ElementAt(waits.Count / 2) < TimeSpan.FromSeconds(5), $"waited {string.Join(", ", waits)}");
    }

    [Fact]
    public async Task A_mailbox_whose_server_hangs_harms_no_other()
    {
        var database = await servers.NewDatabaseAsync();
        using var silent = new SilentServer();
        var good = servers.NewMailbox("change");
        KeyValuePair<string, string?>[] bad = [.. Enumerable.Range(0, 6).SelectMany(i => servers.NewMailbox($"bad {i}").Settings(i)).Select(s =>
            s.Key.EndsWith("__Port", StringComparison.Ordinal) ? new(s.Key, silent.Port.ToString(CultureInfo.InvariantCulture)) : s)];
        await using var worker = WorkerProcess.Start(database, [.. bad, .. good.Settings(6), new("Polling__Interval", "00:01:00")]);

        for (var mails = 1; mails <= 3; mails++)
        {
            good.Deliver(Some.Mail(), Some.Moment);
            await worker.UntilAsync($"mail {mails}", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == mails);
        }

        await worker.UntilAsync("the bad ones' outages", async () => await Rows.ScalarAsync<long>(database, "select count(*) from outages where error_class = 'time-out'") == 6);
    }

    [Fact]
    public async Task Asked_to_end_in_the_middle_of_everything_the_worker_ends_and_the_next_one_goes_on()
    {
        var database = await servers.NewDatabaseAsync();
        using var silent = new SilentServer();
        TestMailbox[] mailboxes = [.. Enumerable.Range(0, 4).Select(i => servers.NewMailbox($"box {i}"))];
        foreach (var mailbox in mailboxes)
        {
            mailbox.DeliverAll(Enumerable.Range(0, 800).Select(_ => Some.Mail()), Some.Moment);
        }

        KeyValuePair<string, string?>[] settings = [.. mailboxes.SelectMany((m, i) => m.Settings(i))];
        await using (var worker = WorkerProcess.Start(database, [.. settings, .. servers.NewMailbox("silent").Settings(4), new("Mailboxes__4__Port", silent.Port.ToString(CultureInfo.InvariantCulture))]))
        {
            await worker.UntilAsync("the first mails", async () => await Rows.ScalarAsync<long>(database, "select count(*) from messages") > 0);
            // Below the 25 seconds after which the program gives itself up.
            Assert.InRange(await worker.EndAsync(), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        }

        (await HelpdeskRun.OnAsync(database, settings, "poll")).Succeeded();
        Assert.Equal(3200, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
    }

    /// <summary>A number summed over the lines that the worker writes after each poll that found something.</summary>
    static int Sum(WorkerProcess worker, string of) => worker.LogLines("\"Missing\":").Select(l => JsonDocument.Parse(l).RootElement.GetProperty(of).GetInt32()).Sum();
}
