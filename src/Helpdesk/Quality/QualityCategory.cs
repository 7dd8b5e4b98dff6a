using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;

namespace Helpdesk.Quality;

/// <summary>A row of the report; its place in this room's lists is its place in print.</summary>
sealed record QualityCategory(ReportCategory Row)
{
    public short Id => Row.Id;

    public string Key => Row.Key;

    public string Name => Row.Name;

    public bool InForce(Month month) => Row.InForce(month);

    public static async Task<IReadOnlyList<QualityCategory>> ReadAsync(HelpdeskDatabase database, CancellationToken stop) =>
        [.. (await ReportCategory.ReadAsync(database, stop)).Select(c => new QualityCategory(c))];
}
