using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Helpdesk.Messages;

/// <summary>A calendar month of the report, written <c>2019-06</c>.</summary>
readonly partial record struct Month : IComparable<Month>
{
    public Month(int year, int number) => FirstDay = new DateOnly(year, number, 1);

    public DateOnly FirstDay { get; private init; }

    public int Year => FirstDay.Year;

    public int Number => FirstDay.Month;

    /// <summary>As printed over a column: <c>Jun 19</c>.</summary>
    public string Heading => FirstDay.ToString("MMM yy", CultureInfo.InvariantCulture);

    /// <summary>As in a sentence: <c>June 2019</c>.</summary>
    public string Title => FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The month of a moment as the clocks of <paramref name="zone"/> show it.</summary>
    public static Month Of(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return new(local.Year, local.Month);
    }

    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>Reads <c>yyyy-MM</c> and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Month month)
    {
        month = default;
        if (text is null || Form().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var year = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var number = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < 1970 or > 9998 || number is < 1 or > 12)
        {
            return false;
        }

        month = new(year, number);
        return true;
    }

    public Month Add(int months) => Of(FirstDay.AddMonths(months));

    /// <summary>The months of a window that ends here, oldest first.</summary>
    public IReadOnlyList<Month> Window(int months)
    {
        var last = this;
        return [.. Enumerable.Range(0, months).Select(i => last.Add(i - months + 1))];
    }

    public int CompareTo(Month other) => FirstDay.CompareTo(other.FirstDay);

    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{4})-([0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
