using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting;

/// <summary>Every month with its state: open, imported, closed, restated.</summary>
sealed class MonthStates(HelpdeskDatabase database, IOptions<CountingOptions> counting, IOptions<ReportingOptions> options, TimeProvider clock)
{
    /// <param name="Name">open, imported, closed or restated.</param>
    /// <param name="OpenItems">What would change it and is neither taken in nor noted.</param>
    /// <param name="IsOver">Its last second has passed.</param>
    public sealed record State(Month Month, string Name, int? Version, int OpenItems, bool HasMail, bool IsOver);

    /// <summary>Oldest first.</summary>
    public Task<IReadOnlyList<State>> ReadAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return database.ListAsync("""
            with mail as (select distinct month from monthly_counts),
            latest as (select distinct on (month) month, origin, version from publications order by month, version desc),
            items as (select month, count(*)::integer as open from restatement_items where not noted and ($1 or why <> 'delivered once more') group by month)
            select coalesce(m.month, p.month), coalesce(p.origin, 'open'), p.version, coalesce(i.open, 0), m.month is not null
            from mail m full join latest p using (month) left join items i on i.month = p.month
            order by 1
            """, [options.Value.CountDuplicates], row =>
            {
                var month = Month.Of(row.GetFieldValue<DateOnly>(0));
                return new State(month, row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.GetInt32(3), row.GetBoolean(4), Moments.End(month, counting.Value.Zone) <= now);
            }, stop);
    }

    /// <summary>The last published month; null when none is.</summary>
    public async Task<Month?> LatestPublishedAsync(CancellationToken stop) =>
        await database.ScalarAsync<DateOnly?>("select max(month) from publications", [], stop) is { } day ? Month.Of(day) : null;
}
