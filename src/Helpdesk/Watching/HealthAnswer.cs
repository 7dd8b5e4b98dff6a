using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Helpdesk.Watching;

/// <summary>Writes the state of the program with a reason for each check, for people and for machines.</summary>
static class HealthAnswer
{
    sealed record Answer(string Status, IReadOnlyList<Check> Checks);

    sealed record Check(string Name, string Status, string? Says);

    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var answer = new Answer(Word(report.Status), [.. report.Entries.Select(e => new Check(e.Key, Word(e.Value.Status), e.Value.Description))]);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(answer, Form, context.RequestAborted);
    }

    static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "failed",
    };
}
