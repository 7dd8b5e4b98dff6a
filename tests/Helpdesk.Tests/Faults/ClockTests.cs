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
        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), .. Ahead()], "poll")).Succeeded();
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
        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), .. Ahead()], "poll")).Refused("helpdesk");
        Assert.True(await Rows.ScalarAsync<bool>(database, "select next_attempt_at > now() + interval '9 years' from mailbox_states"));

        await using var dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
        await using var worker = await RunningHelpdesk.StartAsync(database, mailbox.Settings(), "helpdesk: the worker runs", "worker");

        while (await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 0)
        {
            await Task.Delay(200, Stop);
        }
    }

    /// <summary>The program's own clock ahead, by Debian's faketime; the database's and the mail server's stay right.</summary>
    static IEnumerable<KeyValuePair<string, string?>> Ahead()
    {
        var library = Directory.EnumerateDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", "libfaketime.so.1")).First(File.Exists);
        return [new("LD_PRELOAD", library), new("FAKETIME", Wrong), new("DONT_FAKE_MONOTONIC", "1"), new("NO_FAKE_STAT", "1")];
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
