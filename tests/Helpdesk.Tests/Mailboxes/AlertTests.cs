using Helpdesk.Database;
using Helpdesk.Mailboxes;
using Helpdesk.Post;
using Helpdesk.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>What people are told: each thing once when it begins and once when it is over, whoever looks and however often.</summary>
public sealed class AlertTests(Servers servers)
{
    [Fact]
    public async Task An_outage_is_one_alert_and_one_all_clear_however_many_look_at_once()
    {
        var (database, clock) = (await servers.NewDatabaseAsync(), new SetClock(DateTimeOffset.UtcNow));
        await using var post = new PostBox();
        await using var alerts = await WatchAsync(database, clock, post, "helpdesk");
        await using var others = await WatchAsync(database, clock, post, "helpdesk");
        var mailbox = servers.NewMailbox("helpdesk");
        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), new("Mailboxes__0__Password", "wrong")], "poll")).Refused("refused the log-in");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? alerts : others).Alerts.CheckAsync(Stop)));
        await alerts.Alerts.CheckAsync(Stop);
        Assert.Contains("Mailbox 'helpdesk'", Assert.Single(post.Mails), StringComparison.Ordinal);

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? alerts : others).Alerts.CheckAsync(Stop)));
        await alerts.Alerts.CheckAsync(Stop);
        Assert.Equal(["alert: outage helpdesk", "all-clear: outage helpdesk"], Subjects(post));
    }

    [Fact]
    public async Task An_alert_that_could_not_be_mailed_is_mailed_when_the_post_takes_it_again()
    {
        var (database, clock) = (await servers.NewDatabaseAsync(), new SetClock(DateTimeOffset.UtcNow));
        var closed = new PostBox();
        await closed.DisposeAsync();
        (await HelpdeskRun.OnAsync(database, [.. servers.NewMailbox("helpdesk").Settings(), new("Mailboxes__0__Password", "wrong")], "poll")).Refused("refused the log-in");
        await using (var alerts = await WatchAsync(database, clock, closed, "helpdesk"))
        {
            await alerts.Alerts.CheckAsync(Stop);
        }

        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from alerts where mailed_at is null"));
        await using var post = new PostBox();
        await using var again = await WatchAsync(database, clock, post, "helpdesk");
        await again.Alerts.CheckAsync(Stop);
        await again.Alerts.CheckAsync(Stop);
        Assert.Equal(["alert: outage helpdesk"], Subjects(post));
    }

    [Fact]
    public async Task One_of_three_mailboxes_that_gets_unusually_few_mails_for_the_weekday_is_one_alert_through_nights_and_weekends()
    {
        var database = await servers.NewDatabaseAsync();
        var clock = new SetClock(new(2019, 3, 14, 0, 5, 0, TimeSpan.Zero)); // a Thursday
        await using var post = new PostBox();
        await using var alerts = await WatchAsync(database, clock, post, "helpdesk", "change", "quiet");
        TestMailbox[] mailboxes = [servers.NewMailbox("helpdesk"), servers.NewMailbox("change"), servers.NewMailbox("quiet")];
        for (var day = new DateTimeOffset(2019, 1, 7, 8, 0, 0, TimeSpan.Zero); day < clock.Now.AddDays(6); day = day.AddDays(1))
        {
            var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var silent = day >= new DateTimeOffset(2019, 3, 13, 0, 0, 0, TimeSpan.Zero) && day < new DateTimeOffset(2019, 3, 18, 0, 0, 0, TimeSpan.Zero);
            Deliver(mailboxes[0], day, isWeekend ? 0 : 12);
            Deliver(mailboxes[1], day, isWeekend || silent ? 0 : 10);
            Deliver(mailboxes[2], day, day.DayOfWeek == DayOfWeek.Monday ? 1 : 0);
        }

        (await HelpdeskRun.OnAsync(database, mailboxes.SelectMany((m, i) => m.Settings(i)), "poll")).Succeeded();
        for (var day = 14; day <= 19; day++)
        {
            clock.Now = new(2019, 3, day, 0, 5, 0, TimeSpan.Zero);
            await alerts.Alerts.CheckFewMailsAsync(Stop);
            Assert.Equal(day <= 18 ? ["few change|True"] : ["few change|False"], await Rows.ListAsync(database, "select key, cleared_at is null from alerts"));
            await alerts.Alerts.CheckAsync(Stop); // the check of every minute leaves it alone
        }

        Assert.Equal(["alert: few change", "all-clear: few change"], Subjects(post).Where(s => s.Contains("few", StringComparison.Ordinal)));
        Assert.Contains("got 0 mails on 2019-03-13, usually 10 on this weekday", post.Mails.First(m => m.Contains("alert: few", StringComparison.Ordinal)).Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_ends_is_spoken_of_60_30_14_7_and_1_days_before()
    {
        var clock = new SetClock(Some.Moment);
        await using var alerts = await WatchAsync(await servers.NewDatabaseAsync(), clock, null, "helpdesk");
        alerts.Mailboxes[0].OAuth2 = new() { SecretExpires = new(2019, 12, 31) };
        var steps = new List<(int Days, string Key)>();
        for (var days = 70; days >= -3; days--)
        {
            clock.Now = new DateTimeOffset(2019, 12, 31, 12, 0, 0, TimeSpan.Zero).AddDays(-days);
            var key = (await alerts.Conditions.NowAsync(Stop)).Keys.SingleOrDefault(k => k.StartsWith("secret", StringComparison.Ordinal));
            if (key is not null && (steps.Count == 0 || steps[^1].Key != key))
            {
                steps.Add((days, key));
            }
        }

        Assert.Equal([(60, "secret helpdesk 60"), (30, "secret helpdesk 30"), (14, "secret helpdesk 14"), (7, "secret helpdesk 7"), (1, "secret helpdesk 1")], steps);
    }

    [Fact]
    public async Task Parked_mail_older_than_a_day_and_a_mailbox_that_nobody_reads_are_told_of()
    {
        var (database, clock) = (await servers.NewDatabaseAsync(), new SetClock(DateTimeOffset.UtcNow));
        await using var alerts = await WatchAsync(database, clock, null, "helpdesk");
        using var server = new LyingImapServer { Lie = Lie.RefusesText };
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        Assert.Empty(await alerts.Conditions.NowAsync(Stop));

        clock.Now += TimeSpan.FromHours(25);
        var now = await alerts.Conditions.NowAsync(Stop);

        Assert.Equal(["parked", "silent helpdesk"], now.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("1 parked mails are older than a day", now["parked"], StringComparison.Ordinal);
        Assert.Contains("look whether a worker runs", now["silent helpdesk"], StringComparison.Ordinal);
    }

    static void Deliver(TestMailbox mailbox, DateTimeOffset from, int mails)
    {
        if (mails > 0)
        {
            mailbox.DeliverAll(Enumerable.Range(0, mails).Select(_ => Some.Mail()), from);
        }
    }

    static IEnumerable<string> Subjects(PostBox post) => post.Mails.Select(m => m.Split("Subject: Helpdesk ")[1].Split("\r\n")[0]);

    static async Task<Watch> WatchAsync(string connection, TimeProvider clock, PostBox? post, params string[] names)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Helpdesk", connection)]).Build();
        var database = new HelpdeskDatabase(configuration, new DataFolder(configuration));
        await database.OpenAsync(Stop);
        var mailboxes = new MailboxList();
        mailboxes.AddRange(names.Select(n => new MailboxOptions { Name = n }));
        var smtp = Options.Create(new SmtpOptions { Host = post is null ? "" : "127.0.0.1", Port = post?.Port ?? 0, Security = "None", From = "helpdesk@secas.example", AlertsTo = { "admin@secas.example" } });
        var conditions = new AlertConditions(database, Options.Create(mailboxes), Options.Create(new PollingOptions()), clock);
        return new(database, mailboxes, conditions, new(database, conditions, new PostOffice(smtp), smtp, clock, NullLogger<Alerts>.Instance));
    }

    sealed record Watch(HelpdeskDatabase Database, MailboxList Mailboxes, AlertConditions Conditions, Alerts Alerts) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
