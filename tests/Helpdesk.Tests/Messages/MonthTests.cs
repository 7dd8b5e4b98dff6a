using System.Globalization;
using Helpdesk.Messages;

namespace Helpdesk.Tests.Messages;

/// <summary>A month is read, printed, counted on and cut by the clocks of the reporting zone.</summary>
public sealed class MonthTests
{
    [Theory]
    [InlineData("2019-06", true)]
    [InlineData("1970-01", true)]
    [InlineData("2019-13", false)]
    [InlineData("2019-00", false)]
    [InlineData("2019-6", false)]
    [InlineData("19-06", false)]
    [InlineData("2019-06-01", false)]
    [InlineData(" 2019-06", false)]
    [InlineData("2019-06\n", false)]
    [InlineData("٢٠١٩-٠٦", false)]
    [InlineData("9999-12", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_four_digits_and_two_are_a_month(string? text, bool isMonth)
    {
        Assert.Equal(isMonth, Month.TryParse(text, out var month));
        Assert.Equal(isMonth ? text : new Month().ToString(), month.ToString());
    }

    [Theory]
    [InlineData("2019-03-31T22:59:59Z", "Europe/London", "2019-03")]
    [InlineData("2019-03-31T23:00:00Z", "Europe/London", "2019-04")]
    [InlineData("2018-10-31T23:59:59Z", "Europe/London", "2018-10")]
    [InlineData("2018-11-01T00:00:00Z", "Europe/London", "2018-11")]
    [InlineData("2018-12-31T10:00:00Z", "Pacific/Kiritimati", "2019-01")]
    [InlineData("2019-01-01T11:59:59Z", "Etc/GMT+12", "2018-12")]
    [InlineData("2018-12-31T23:30:00-01:00", "UTC", "2019-01")]
    public void The_zone_s_clocks_cut_the_month(string moment, string zone, string month) =>
        Assert.Equal(month, Month.Of(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString());

    [Fact]
    public void A_window_runs_over_the_turn_of_the_year() =>
        Assert.Equal(["2018-11", "2018-12", "2019-01", "2019-02"], new Month(2019, 2).Window(4).Select(m => m.ToString()));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void A_month_is_printed_alike_under_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var month = new Month(2019, 6);

        Assert.Equal("2019-06, Jun 19, June 2019", $"{month}, {month.Heading}, {month.Title}");
        CultureInfo.CurrentCulture = before;
    }
}
