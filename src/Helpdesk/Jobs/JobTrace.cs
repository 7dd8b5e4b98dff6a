using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hangfire.Server;

namespace Helpdesk.Jobs;

/// <summary>A span for each job, whose trace id stands in every log line of the job; counts how jobs end.</summary>
sealed class JobTrace : IServerFilter, IDisposable
{
    /// <summary>The name of our meter and of our source of spans.</summary>
    public const string Source = "Helpdesk";

    const string SpanKey = "span";

    readonly ActivitySource source = new(Source);
    readonly Histogram<double> duration;
    readonly TimeProvider clock;
    long failures;

    public JobTrace(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        var meter = meters.Create(Source);
        meter.CreateObservableCounter("helpdesk.job.failures", () => Interlocked.Read(ref failures), description: "Runs of jobs that ended with an error, in this process.");
        duration = meter.CreateHistogram<double>("helpdesk.job.duration", "s", "How long jobs run, in this process.");
    }

    public void OnPerforming(PerformingContext context)
    {
        // A job is no part of the request that asked for it, so it starts a trace of its own.
        Activity.Current = null;
        var span = source.StartActivity($"job {context.BackgroundJob.Job.Type.Name}");
        span?.SetTag("job.id", context.BackgroundJob.Id);
        context.Items[SpanKey] = (span, clock.GetTimestamp());
    }

    public void OnPerformed(PerformedContext context)
    {
        var (span, began) = ((Activity?, long))context.Items[SpanKey];
        duration.Record(clock.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("job", context.BackgroundJob.Job.Type.Name));
        if (context.Exception is { } failure)
        {
            Interlocked.Increment(ref failures);
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
        }

        span?.Dispose();
    }

    public void Dispose() => source.Dispose();
}
