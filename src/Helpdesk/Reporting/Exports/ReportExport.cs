using Helpdesk.Messages;

namespace Helpdesk.Reporting.Exports;

/// <summary>Hands out a report or a file of it: from the kept edition where the month is closed, else made now.</summary>
sealed class ReportExport(ReportStore reports, EditionStore editions)
{
    public async Task<MonthReport> ReportAsync(Month month, int? months, Figures figures, DateTimeOffset? asOf, CancellationToken stop) =>
        figures == Figures.Published && months is null && await editions.FindAsync(month, asOf, stop) is { } edition
            ? await editions.ReportAsync(edition, stop)
            : await reports.ComposeAsync(month, months, figures, asOf, stop);

    public async Task<byte[]> FileAsync(string name, Month month, int? months, Figures figures, DateTimeOffset? asOf, CancellationToken stop) =>
        figures == Figures.Published && months is null && await editions.FindAsync(month, asOf, stop) is { } edition && await editions.FileAsync(edition, name, stop) is { } kept
            ? kept
            : ReportFiles.Named(name).Write(await ReportAsync(month, months, figures, asOf, stop));
}
