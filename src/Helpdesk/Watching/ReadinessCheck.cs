using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Helpdesk.Watching;

/// <summary>One question of <see cref="Readiness"/>, in the framework's form.</summary>
sealed class ReadinessCheck(Func<CancellationToken, Task<HealthCheckResult>> ask) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => ask(cancellationToken);
}
