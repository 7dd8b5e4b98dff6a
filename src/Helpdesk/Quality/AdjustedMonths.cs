using Helpdesk.Messages;
using Helpdesk.Reporting;
using Helpdesk.Reporting.Closing;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>Answers whoever closes a month: what its adjusted counts are, and whether they are good enough to be printed.</summary>
sealed class AdjustedMonths(QualityBook book, IOptions<ReportingOptions> reporting)
{
    public async Task<AdjustedMonth> ReadAsync(Month month, bool whateverItTakes, CancellationToken stop)
    {
        var view = whateverItTakes ? new QualityBook.View(await book.WindowAsync(month, 1, stop), [], []) : await book.ViewAsync(month, 1, stop);
        var quality = view.Months is [var only] ? only : null;
        var refused = view.Awaited.Count > 0 ? $"They have not been made yet, for so much mail takes longer than anybody waits for a page: the worker does it within some minutes; load the page again then, or use 'helpdesk close --month {month} --adjusted'."
            : view.Behind.Count > 0 ? $"They are older than the latest mail or answers, and so much mail takes longer to judge than anybody waits for a page: the worker makes them anew every five minutes; load the page again then, or use 'helpdesk close --month {month} --adjusted'."
            : quality is null ? $"{month.Title} has no counted mail."
            : reporting.Value.CountDuplicates ? "Further deliveries of a message count too (Reporting__CountDuplicates), and the estimate judges messages: print the counted figures, or set that to false."
            : quality.NotToPrint;
        return new(
            refused,
            [.. (quality?.Cells ?? []).Select(c => new AdjustedMonth.Cell(c.Key, c.Category, c.Printed, c.ToPrint, c.Adjusted, c.Low, c.High))],
            MonthQuality.Method,
            quality?.Models ?? [],
            quality?.Answers ?? 0,
            quality?.Sample.Answered ?? 0,
            quality?.Limits ?? []);
    }
}
