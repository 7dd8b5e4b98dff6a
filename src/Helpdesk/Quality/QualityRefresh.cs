using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>The job that keeps every month's estimate and the queue's order up to what people answered, and draws the sample of a month that is over.</summary>
sealed partial class QualityRefresh(QualityBook book, MonthStamps stamps, AuditStore audits, FigureStore figures, MonthStates states, IOptions<QualityOptions> options, IOptions<ReportingOptions> reporting, HelpdeskDatabase database, ILogger<QualityRefresh> log)
{
    /// <summary>Computes what was overtaken; looks only where nothing was.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await stamps.AdvanceAsync(stop);
        if (await figures.LatestMonthAsync(stop) is { } latest)
        {
            await book.WindowAsync(latest, reporting.Value.Months, stop);
        }
    }

    /// <summary>Draws the sample of the latest month that is over, once.</summary>
    public async Task DrawAsync(CancellationToken stop)
    {
        var over = (await states.ReadAsync(stop)).Where(s => s is { IsOver: true, HasMail: true }).Select(s => (Month?)s.Month).LastOrDefault();
        if (!options.Value.DrawByItself || over is not { } month || await database.ScalarAsync<bool>("select exists (select from audits where month = $1)", [month.FirstDay], stop))
        {
            return;
        }

        try
        {
            Drew(await audits.DrawAsync(month, stop), month.ToString());
        }
        catch (Refusal refusal)
        {
            NotDrawn(refusal.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Drew {Mails} mails for the audit of {Month}")]
    partial void Drew(int mails, string month);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No audit sample: {Sentence}")]
    partial void NotDrawn(string sentence);
}
