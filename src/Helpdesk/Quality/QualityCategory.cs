using Helpdesk.Database;

namespace Helpdesk.Quality;

/// <summary>A row of the report; its place in this room's lists is its place in print.</summary>
sealed record QualityCategory(short Id, string Key, string Name)
{
    public static Task<IReadOnlyList<QualityCategory>> ReadAsync(HelpdeskDatabase database, CancellationToken stop) =>
        database.ListAsync("select id, key, name from categories order by print_order", [], row => new QualityCategory(row.GetInt16(0), row.GetString(1), row.GetString(2)), stop);
}
