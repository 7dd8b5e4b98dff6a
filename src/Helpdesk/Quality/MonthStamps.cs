using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>Names for each month all that its estimate is made from, so that a change of any of it is seen without looking at every mail's scores.</summary>
sealed class MonthStamps(HelpdeskDatabase database, ModelMixes mixes, IOptions<ReportingOptions> reporting)
{
    /// <summary>The stamps of the months that have counted mail.</summary>
    public async Task<Dictionary<Month, string>> ReadAsync(IReadOnlyList<Month> window, CancellationToken stop)
    {
        var model = await mixes.InServiceAsync(stop);
        var own = (await database.ListAsync("""
            select m.month, concat_ws('-', m.mails, m.guess, m.correction, coalesce(a.drawn, 0), coalesce(a.answer, 0), (select count(*) from categories)),
                concat_ws('-', coalesce(a.answer, 0), m.correction)
            from (
                select s.month, count(*) as mails, max(g.id) as guess, coalesce(max(c.id), 0) as correction
                from message_standings s
                left join lateral (select max(id) as id from guesses where message_id = s.message_id) g on true
                left join lateral (select max(id) as id from corrections where message_id = s.message_id) c on true
                where s.month between $1 and $2 and s.standing = any($3)
                group by s.month
            ) m
            left join (
                select d.month, count(distinct d.message_id) as drawn, max(b.id) as answer from audit_draws d left join audit_answers b using (message_id) group by d.month
            ) a using (month)
            """, [window[0].FirstDay, window[^1].FirstDay, reporting.Value.Counted.ToArray()],
            row => (Month: Month.Of(row.GetFieldValue<DateOnly>(0)), Own: row.GetString(1), Taught: row.GetString(2)), stop)).ToDictionary(m => m.Month);
        return own.Values.ToDictionary(m => m.Month, m => string.Create(CultureInfo.InvariantCulture,
            $"{MonthQuality.Form}/{model}/{m.Own}/{string.Join(',', m.Month.Add(-1).Window(QualityBook.Remembered).Select(p => own.TryGetValue(p, out var past) ? past.Taught : ""))}"));
    }
}
