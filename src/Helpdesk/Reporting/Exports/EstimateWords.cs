using System.Globalization;

namespace Helpdesk.Reporting.Exports;

/// <summary>What a report says of a column that prints estimates.</summary>
static class EstimateWords
{
    /// <param name="whole">With each count and interval, for the month that is reported on; of those before it their own reports have them.</param>
    public static string Footnote(EstimateStore.Estimate estimate, bool whole)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"The counts of {estimate.Month.Title} by category are estimates{(estimate.Note is { } note ? $" ({note})" : "")}: what was counted, adjusted by what people answered of {estimate.Answers:N0} mails, {(estimate.Answers == estimate.Sampled ? "all" : string.Create(CultureInfo.InvariantCulture, $"{estimate.Sampled:N0}"))} of them drawn at random. The total is counted.");
        return !whole ? text
            : $"{text} Counted, with the 95 % interval of the truth: {string.Join("; ", estimate.Cells.Where(c => c.Counted + c.Printed > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Category} {c.Counted:N0} ({c.Low:N0} to {c.High:N0})")))}.";
    }

    public static string About(EstimateStore.Estimate estimate) => $"{estimate.Month} version {estimate.Version}: {estimate.Source}";
}
