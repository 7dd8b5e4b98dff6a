using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

public sealed class PollTests(Servers servers)
{
    [Fact]
    public async Task A_poll_stores_every_mail_and_a_second_poll_finds_nothing()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        for (var i = 0; i < 250; i++)
        {
            mailbox.Deliver(Some.Mail(), Some.Moment.AddMinutes(i));
        }

        var first = (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        var second = (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Contains("helpdesk: 250 stored, 0 duplicates, 0 parked.", first.Output, StringComparison.Ordinal);
        Assert.Contains("helpdesk: 0 stored, 0 duplicates, 0 parked.", second.Output, StringComparison.Ordinal);
        Assert.Equal(250, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(250, await Rows.ScalarAsync<long>(database, "select highest_uid from folders"));
    }

    [Fact]
    public async Task A_poll_changes_no_flag_and_stores_mail_that_staff_read_first()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        mailbox.Deliver(Some.Mail(), Some.Moment, flags: "S");
        mailbox.Deliver(Some.Mail(), Some.Moment, flags: "RS");
        var before = mailbox.Files();

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(before, mailbox.Files());
        Assert.Equal(3, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Fact]
    public async Task The_same_mail_in_two_mailboxes_is_counted_once()
    {
        var database = await servers.NewDatabaseAsync();
        var helpdesk = servers.NewMailbox("helpdesk");
        var change = servers.NewMailbox("change");
        var mail = Some.Mail();
        helpdesk.Deliver(mail, Some.Moment);
        mail.Headers.Insert(0, "Delivered-To", "change@secas.example");
        change.Deliver(mail, Some.Moment.AddSeconds(3));

        (await HelpdeskRun.OnAsync(database, [.. helpdesk.Settings(0), .. change.Settings(1)], "poll")).Succeeded();

        Assert.Equal(["counted|1", "duplicate|1"], await Rows.ListAsync(database, "select standing, count from monthly_counts order by standing"));
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
    }

    [Fact]
    public async Task Two_different_mails_with_one_message_id_are_two_messages()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(text: "first", and: m => m.MessageId = "same@calderwyn.example"), Some.Moment);
        mailbox.Deliver(Some.Mail(text: "second", and: m => m.MessageId = "same@calderwyn.example"), Some.Moment);

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Fact]
    public async Task A_bad_mail_neither_blocks_nor_vanishes()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        mailbox.Deliver("\r\n"u8.ToArray(), Some.Moment);
        mailbox.Deliver("no header at all, just words\0and a NUL\r\n"u8.ToArray(), Some.Moment);
        mailbox.Deliver([0xff, 0xfe, 0x00, 0xd8, 0x0a], Some.Moment);
        mailbox.Deliver(Some.Mail(), Some.Moment);

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(5, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(5, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
    }

    [Theory]
    [InlineData("2018-10-31T23:59:59+00:00", "2018-10-01")] // winter: London is UTC
    [InlineData("2018-11-01T00:00:00+00:00", "2018-11-01")]
    [InlineData("2019-03-31T22:59:59+00:00", "2019-03-01")] // summer time began that morning
    [InlineData("2019-03-31T23:00:00+00:00", "2019-04-01")] // UTC says March, London says April
    [InlineData("2019-06-30T22:59:59+00:00", "2019-06-01")]
    [InlineData("2018-12-31T23:59:59+00:00", "2018-12-01")]
    [InlineData("2019-01-01T00:00:00+00:00", "2019-01-01")]
    public async Task The_month_is_cut_by_the_clocks_of_the_reporting_zone(string receivedAt, string month)
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), DateTimeOffset.Parse(receivedAt, System.Globalization.CultureInfo.InvariantCulture));

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal([month], await Rows.ListAsync(database, "select month from messages"));
    }

    [Fact]
    public async Task Automatic_and_internal_mail_is_stored_and_not_counted()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        mailbox.Deliver(Some.Mail(and: m => m.Headers.Add("Auto-Submitted", "auto-replied")), Some.Moment);
        mailbox.Deliver(Some.Mail(and: m => m.Headers.Add("Return-Path", "<>")), Some.Moment);
        mailbox.Deliver(Some.Mail(from: "desk@secas.example"), Some.Moment);
        mailbox.Deliver(Some.Mail(from: "website@secas.example", text: "Name: A Person\r\nCompany: Hexwold Energy\r\nEmail: a@hexwold.example\r\nEnquiry: When is the next Panel meeting?"), Some.Moment);

        (await HelpdeskRun.OnAsync(database, [.. mailbox.Settings(), new("Reporting__OwnDomains__0", "SECAS.example")], "poll")).Succeeded();

        Assert.Equal(["automatic|2", "counted|2", "internal|1"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing order by standing"));
    }

    [Fact]
    public async Task A_changed_uidvalidity_loses_nothing_and_counts_nothing_twice()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        for (var i = 0; i < 5; i++)
        {
            mailbox.Deliver(Some.Mail(), Some.Moment);
        }

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        mailbox.ChangeUidValidity();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(["counted|6"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing"));
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(distinct uid_validity) from deliveries"));
        Assert.Equal(5, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries where rematched"));
    }
}
