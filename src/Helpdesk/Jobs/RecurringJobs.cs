using System.Globalization;
using Hangfire;
using Hangfire.Storage;
using Helpdesk.Classification;
using Helpdesk.Corrections;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using Helpdesk.Privacy;
using Helpdesk.Quality;
using Helpdesk.Reporting;
using Helpdesk.Reporting.Delivery;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Jobs;

/// <summary>Every recurring job and when it runs, on one screen. Schedules are in UTC: no job runs twice or never when clocks change.</summary>
/// <remarks>A turn further ahead than any schedule goes was noted by a clock that went wrong; its job would wait until then, so it is set anew.</remarks>
sealed class RecurringJobs(
    IRecurringJobManager jobs, JobStorage storage, IOptions<MailboxList> mailboxes, IOptions<PollingOptions> polling, IOptions<DeliveryOptions> delivery, TimeProvider clock) : BackgroundService
{
    /// <summary>Eight days: the rarest job is weekly.</summary>
    static readonly TimeSpan Furthest = TimeSpan.FromDays(8);

    /// <summary>Five minutes: after a clock came back nothing is polled for as long at most.</summary>
    static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ForgetImpossible();
        Schedule();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (ForgetImpossible())
                {
                    Schedule();
                }
            }
            catch (Exception e) when (e is NpgsqlException or BackgroundJobClientException)
            {
                // The database is away, which the health check and the jobs themselves tell; the next look asks again.
            }
        }
    }

    bool ForgetImpossible()
    {
        using var connection = storage.GetConnection();
        var impossible = connection.GetRecurringJobs().Where(job => job.NextExecution > clock.GetUtcNow().UtcDateTime + Furthest).ToList();
        impossible.ForEach(job => jobs.RemoveIfExists(job.Id));
        return impossible.Count > 0;
    }

    void Schedule()
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
    }
}
