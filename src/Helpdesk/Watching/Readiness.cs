using System.Globalization;
using Hangfire;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Helpdesk.Watching;

/// <summary>Whether this process can do its work now, each reason in a sentence.</summary>
/// <remarks>
/// What only this process lacks makes it not ready, and it gets no requests. What all of them share (no worker, a silent
/// mailbox) degrades: taking every page away would mend nothing.
/// </remarks>
sealed class Readiness(HelpdeskDatabase database, Classifier classifier, JobStorage jobs, DataFolder folder)
{
    /// <summary>A hundred megabytes: under that PostgreSQL is about to stop taking writes.</summary>
    const long LeastFree = 100L << 20;

    public async Task<HealthCheckResult> DatabaseAsync(CancellationToken stop)
    {
        try
        {
            await SchemaVersions.CheckAsync(database.Source, stop);
            return HealthCheckResult.Healthy("the database answers and its schema is usable");
        }
        catch (Refusal refusal)
        {
            return HealthCheckResult.Unhealthy(refusal.Message);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("the database does not answer; look whether PostgreSQL runs");
        }
    }

    public async Task<HealthCheckResult> ModelAsync(CancellationToken stop)
    {
        try
        {
            // Given up or not, the loading goes on: it is for everybody, not for this probe.
            await classifier.ModelAsync(CancellationToken.None).WaitAsync(stop);
            return HealthCheckResult.Healthy("the model is loaded");
        }
        catch (Refusal refusal)
        {
            return HealthCheckResult.Unhealthy(refusal.Message);
        }
    }

    public Task<HealthCheckResult> WorkerAsync(CancellationToken stop) => Task.FromResult(Worker());

    public Task<HealthCheckResult> DiskAsync(CancellationToken stop)
    {
        var free = new DriveInfo(folder.Folder(".")).AvailableFreeSpace;
        return Task.FromResult(free >= LeastFree
            ? HealthCheckResult.Healthy("the disk has room")
            : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"only {free >> 20:N0} MB are free where the data folder lies; free some space")));
    }

    public async Task<HealthCheckResult> MailboxesAsync(CancellationToken stop)
    {
        try
        {
            await using var command = database.Source.CreateCommand("select count(*) from alerts where cleared_at is null");
            var alerts = (long)(await command.ExecuteScalarAsync(stop))!;
            return alerts == 0
                ? HealthCheckResult.Healthy("no alert stands")
                : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{alerts} alerts stand; the page /mailboxes names them"));
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Degraded("not known while the database does not answer");
        }
    }

    HealthCheckResult Worker()
    {
        try
        {
            return jobs.GetMonitoringApi().Servers().Count > 0
                ? HealthCheckResult.Healthy("a worker runs")
                : HealthCheckResult.Degraded("no worker has given a sign of life; start 'helpdesk worker'");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Degraded("not known while the database does not answer");
        }
    }
}
