using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>People move mail about: between watched folders, into one from elsewhere, out of sight.</summary>
public sealed class MovedMailTests(Servers servers)
{
    [Fact]
    public async Task A_mail_moved_between_watched_folders_is_counted_once()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        var file = mailbox.Deliver(Some.Mail(), Some.Moment);
        mailbox.Deliver(Some.Mail(), Some.Moment, folder: "Done");
        KeyValuePair<string, string?>[] settings = [.. mailbox.Settings(), new("Mailboxes__0__Folders__0", "INBOX"), new("Mailboxes__0__Folders__1", "Done")];
        (await HelpdeskRun.OnAsync(database, settings, "poll")).Succeeded();

        File.Move(file, Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, ".Done", "cur", Path.GetFileName(file)));
        var second = (await HelpdeskRun.OnAsync(database, settings, "poll")).Succeeded();

        Assert.Contains("0 stored, 1 duplicates, 0 parked, 1 gone from the server.", second.Output, StringComparison.Ordinal);
        Assert.Equal(["counted|2", "duplicate|1"], await Rows.ListAsync(database, "select standing, sum(count) from monthly_counts group by standing order by standing"));
        Assert.Equal(["Done|2", "INBOX|0"], await Rows.ListAsync(database, "select f.name, count(*) filter (where d.gone_at is null) from deliveries d join folders f on f.id = d.folder_id group by f.name order by f.name"));
    }

    [Fact]
    public async Task A_mail_of_an_open_month_that_is_moved_in_late_is_counted_in_its_month()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment.AddMonths(3));
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(["2019-03-01|1", "2019-06-01|1"], await Rows.ListAsync(database, "select month, sum(count) from monthly_counts where standing = 'counted' group by month order by month"));
    }

    [Fact]
    public async Task A_mail_of_a_closed_month_that_is_moved_in_late_is_an_item_to_restate_and_changes_no_published_figure()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-03", "--sign-off", "looked at")).Succeeded();

        mailbox.Deliver(Some.Mail(), Some.Moment.AddHours(1));
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(["late mail"], await Rows.ListAsync(database, "select why from restatement_items"));
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select sum(count) from latest_published_counts where month = '2019-03-01'"));
    }
}
