using System.Globalization;
using Hangfire;
using Helpdesk.Classification;
using Helpdesk.Corrections;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using Helpdesk.Privacy;
using Helpdesk.Quality;
using Helpdesk.Reporting;
using Helpdesk.Reporting.Delivery;
using Microsoft.Extensions.Options;

namespace Helpdesk.Jobs;

/// <summary>Every recurring job and when it runs, on one screen. Schedules are in UTC: no job runs twice or never when clocks change.</summary>
sealed class RecurringJobs(IRecurringJobManager jobs, IOptions<MailboxList> mailboxes, IOptions<PollingOptions> polling, IOptions<DeliveryOptions> delivery) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var everyInterval = string.Create(CultureInfo.InvariantCulture, $"*/{polling.Value.Interval.TotalMinutes:F0} * * * *");
        foreach (var mailbox in mailboxes.Value)
        {
            jobs.AddOrUpdate<PollMailbox>($"poll {mailbox.Name}", job => job.RunAsync(mailbox.Name, false, CancellationToken.None), everyInterval);
            jobs.AddOrUpdate<PollMailbox>($"compare {mailbox.Name}", job => job.RunAsync(mailbox.Name, true, CancellationToken.None), "15 3 * * *");
            jobs.Trigger($"poll {mailbox.Name}");
        }

        jobs.AddOrUpdate<Alerts>("alerts", alerts => alerts.CheckAsync(CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<Alerts>("alert on few mails", alerts => alerts.CheckFewMailsAsync(CancellationToken.None), "5 * * * *");
        jobs.AddOrUpdate<MailboxHealth>("certify", health => health.CountAsync(false, CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<MailboxHealth>("certify all", health => health.CountAsync(true, CancellationToken.None), "50 3 * * *");
        jobs.AddOrUpdate<ParkedMail>("retry parked mail", parked => parked.RetryDueAsync(CancellationToken.None), "*/10 * * * *");
        jobs.AddOrUpdate<Retention>("retention", retention => retention.RunAsync(CancellationToken.None), "40 2 * * *");
        jobs.AddOrUpdate<Retraining>("train a model", retraining => retraining.RunAsync(CancellationToken.None), "0 1 * * *");
        jobs.AddOrUpdate<Recount>("recount", recount => recount.RunAsync(CancellationToken.None), "45 2 * * *");
        jobs.AddOrUpdate<EditionPost>("deliver editions", post => post.DeliverAsync(CancellationToken.None), "*/10 * * * *");
        if (delivery.Value.Drafts == "never")
        {
            jobs.RemoveIfExists("deliver draft");
        }
        else
        {
            jobs.AddOrUpdate<EditionPost>("deliver draft", post => post.DeliverDraftAsync(CancellationToken.None), delivery.Value.Drafts == "weekly" ? "0 5 * * 1" : "0 5 * * *");
        }

        jobs.AddOrUpdate<ReviewQueue>("order the review queue", queue => queue.ReorderAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<QualityRefresh>("draw the audit sample", quality => quality.DrawAsync(CancellationToken.None), "50 2 * * *");
        jobs.AddOrUpdate<QualityRefresh>("judge how sure the counts are", quality => quality.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<SearchIndex>("make messages searchable", index => index.CatchUpAsync(CancellationToken.None), Cron.Minutely);
        jobs.Trigger("order the review queue");
        jobs.Trigger("judge how sure the counts are");
        jobs.Trigger("make messages searchable");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
