using System.Globalization;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>The moments at which a month ends or clocks change, from the mailbox to the table.</summary>
public sealed class TimeTests(Servers servers)
{
    [Fact]
    public async Task At_midnight_in_london_the_month_changes_in_winter_and_in_summer_at_the_years_end_and_on_leap_day() => await CountAsync(
        ("2018-12-31T23:59:59Z", "2018-12"), // winter: the last second of the year
        ("2019-01-01T00:00:00Z", "2019-01"),
        ("2019-06-30T22:59:59Z", "2019-06"), // summer: London is an hour ahead of UTC
        ("2019-06-30T23:00:00Z", "2019-07"),
        ("2020-02-29T23:59:59Z", "2020-02"), // leap day
        ("2020-03-01T00:00:00Z", "2020-03"));

    [Fact]
    public async Task On_the_days_when_clocks_change_every_mail_is_in_one_month() => await CountAsync(
        ("2019-03-31T00:59:59Z", "2019-03"), // clocks go from 01:00 to 02:00
        ("2019-03-31T01:00:00Z", "2019-03"),
        ("2019-03-31T22:59:59Z", "2019-03"),
        ("2019-03-31T23:00:00Z", "2019-04"), // UTC still says March
        ("2019-10-27T00:30:00Z", "2019-10"), // 01:30 twice
        ("2019-10-27T01:30:00Z", "2019-10"),
        ("2019-10-31T23:59:59Z", "2019-10"),
        ("2019-11-01T00:00:00Z", "2019-11"));

    [Fact]
    public async Task A_mailbox_read_at_the_months_last_second_is_not_complete_and_one_read_at_midnight_is()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 1));
        await Months.DoAsync(database, "update folders set last_success_at = '2019-06-30 22:59:59Z'");
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Refused("Every mailbox was read to the month's last second: no");

        await Months.DoAsync(database, "update folders set last_success_at = '2019-06-30 23:00:00Z'");
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
    }

    async Task CountAsync(params (string ReceivedAt, string Month)[] mails)
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        foreach (var (receivedAt, _) in mails)
        {
            mailbox.Deliver(Some.Mail(), DateTimeOffset.Parse(receivedAt, CultureInfo.InvariantCulture));
        }

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(
            mails.GroupBy(m => m.Month).Select(g => $"{g.Key}|{g.Count()}"),
            await Rows.ListAsync(database, "select to_char(month, 'YYYY-MM'), sum(count) from monthly_counts group by month order by month"));
        var last = mails.Max(m => m.Month)!;
        Assert.EndsWith($",{mails.Count(m => m.Month == last)}", (await Months.CsvAsync(database, "--month", last))[^1], StringComparison.Ordinal);
        await Months.AgreesAsync(database);
    }
}
