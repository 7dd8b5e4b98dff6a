using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>Names for each month all that its estimate is made from, so that a change of any of it is seen without looking at its mail.</summary>
sealed class MonthStamps(HelpdeskDatabase database, ModelMixes mixes, IOptions<ReportingOptions> reporting)
{
    /// <param name="Mails">How many mails of the month count.</param>
    public sealed record Stamp(string Text, long Mails);

    /// <summary>The stamps of the months that have counted mail.</summary>
    public async Task<Dictionary<Month, Stamp>> ReadAsync(IReadOnlyList<Month> window, CancellationToken stop)
    {
        var model = await mixes.InServiceAsync(stop);
        // As values and not in the statement below: only a plan that knows how few come behind them reads those alone.
        var (guess, correction) = (await database.ListAsync("select guess, correction from marks_end", [], row => (row.GetInt64(0), row.GetInt64(1)), stop))[0];
        var own = (await database.ListAsync("""
            with marks as (
                select month, guess, correction from month_marks
                union all
                select s.month, max(c.guess), max(c.correction)
                from (
                    select message_id, id as guess, null::bigint as correction from guesses where id > $4
                    union all
                    select message_id, null, id from corrections where id > $5
                ) c
                join message_standings s on s.message_id = c.message_id
                group by s.month
            )
            select m.month, concat_ws('-', m.mails, m.decided, k.guess, k.correction, coalesce(a.drawn, 0), coalesce(a.answer, 0), (select count(*) from categories)),
                concat_ws('-', coalesce(a.answer, 0), m.decided, k.correction), m.mails
            from (
                -- How many are decided tells of an answer that was on its way while one with a larger number came.
                select month, sum(count)::bigint as mails, coalesce(sum(count) filter (where source = 'person'), 0) as decided from monthly_figures
                where month between $1 and $2 and standing = any($3) and standing not like 'duplicate%'
                group by month having sum(count) > 0
            ) m
            left join lateral (select coalesce(max(guess), 0) as guess, coalesce(max(correction), 0) as correction from marks where marks.month = m.month) k on true
            left join (
                select d.month, count(distinct d.message_id) as drawn, max(b.id) as answer from audit_draws d left join audit_answers b using (message_id) group by d.month
            ) a using (month)
            """, [window[0].FirstDay, window[^1].FirstDay, reporting.Value.Counted.ToArray(), guess, correction],
            row => (Month: Month.Of(row.GetFieldValue<DateOnly>(0)), Own: row.GetString(1), Taught: row.GetString(2), Mails: row.GetInt64(3)), stop)).ToDictionary(m => m.Month);
        return own.Values.ToDictionary(m => m.Month, m => new Stamp(string.Create(CultureInfo.InvariantCulture,
            $"{MonthQuality.Form}/{model}/{m.Own}/{string.Join(',', m.Month.Add(-1).Window(QualityBook.Remembered).Select(p => own.TryGetValue(p, out var past) ? past.Taught : ""))}"), m.Mails));
    }

    /// <summary>Takes the guesses and corrections of the last minutes into the marks, so that whoever asks has few to add; only the worker does.</summary>
    public async Task AdvanceAsync(CancellationToken stop)
    {
        await using var mark = database.Source.CreateCommand("select mark_months()");
        mark.CommandTimeout = 0; // after a first reading of years it takes its time, and the next run would only begin it again
        await mark.ExecuteNonQueryAsync(stop);
    }
}
