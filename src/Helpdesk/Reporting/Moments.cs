using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>Moments as the report writes and reads them.</summary>
static class Moments
{
    public static string Written(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Reads a day (its last second in the zone counts) or a moment with its offset.</summary>
    /// <exception cref="Refusal">The text is neither.</exception>
    public static DateTimeOffset Read(string setting, string text, TimeZoneInfo zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Start(day.AddDays(1), zone).AddTicks(-1);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && text.Contains('T', StringComparison.Ordinal)
            ? moment
            : throw new Refusal($"{setting} is '{text}', which is no moment; write a day as 2019-07-05 or a moment as 2019-07-05T17:00:00Z.");
    }

    /// <summary>The first moment that is no longer of the month, as the zone's clocks show it.</summary>
    public static DateTimeOffset End(Month month, TimeZoneInfo zone) => Start(month.Add(1).FirstDay, zone);

    /// <summary>The first moment of a day; where the clocks skip midnight, the moment they skip to.</summary>
    static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(default);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
