using Helpdesk.CommandLine;
using System.Diagnostics.Metrics;
using Helpdesk.Jobs;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Helpdesk.Watching;

/// <summary>How the running program is watched from outside: health, metrics, traces.</summary>
static class WatchingRoom
{
    /// <summary>The standard setting of every OpenTelemetry program; without it nothing is sent anywhere.</summary>
    const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Five seconds: a probe that waits longer is given up by whoever sent it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static T AddWatching<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<WatchingOptions>("Metrics");
        builder.Services.AddSingleton<MetricsDoor>();
        builder.Services.AddSingleton<Readings>();
        builder.Services.AddSingleton<Readiness>();
        var health = builder.Services.AddHealthChecks();
        Check("database", r => r.DatabaseAsync);
        Check("model", r => r.ModelAsync);
        Check("worker", r => r.WorkerAsync);
        Check("disk", r => r.DiskAsync);
        Check("mailboxes", r => r.MailboxesAsync);

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("helpdesk", serviceVersion: typeof(WatchingRoom).Assembly.GetName().Version!.ToString(3)))
            .WithTracing(traces => traces
                .AddSource(JobTrace.Source, "Npgsql")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !IsProbe(context.Request.Path)))
            .WithMetrics(metrics => metrics
                .AddMeter(JobTrace.Source, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[Collector]))
        {
            telemetry.UseOtlpExporter();
        }

        return builder;

        void Check(string name, Func<Readiness, Func<CancellationToken, Task<HealthCheckResult>>> ask) =>
            health.Add(new(name, services => new ReadinessCheck(ask(services.GetRequiredService<Readiness>())), HealthStatus.Unhealthy, [], Patience));
    }

    public static WebApplication MapWatching(this WebApplication app)
    {
        Gauges.Add(app.Services.GetRequiredService<IMeterFactory>().Create(JobTrace.Source), app.Services.GetRequiredService<Readings>());
        app.Services.GetRequiredService<JobTrace>();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync }).AllowAnonymous();
        var door = app.Services.GetRequiredService<MetricsDoor>();
        app.MapPrometheusScrapingEndpoint("/metrics", null, branch => branch.Use(next => context => door.PassAsync(context, next)), null).AllowAnonymous();
        return app;
    }

    static bool IsProbe(PathString path) => path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal);
}
