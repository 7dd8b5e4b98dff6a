using System.Diagnostics;

namespace Helpdesk.Pages;

/// <summary>One line for each request with its status and time; its trace id ties it to all else the request made the program say.</summary>
/// <remarks>The route's pattern and never the address: an address may hold what somebody searched for.</remarks>
sealed partial class RequestLog(ILogger<RequestLog> log, TimeProvider clock)
{
    public async Task WriteAsync(HttpContext context, RequestDelegate next)
    {
        var began = clock.GetTimestamp();
        if (Activity.Current is { } trace)
        {
            context.Response.Headers["Trace-Id"] = trace.TraceId.ToString();
        }

        await next(context);
        // Probes come every few seconds for ever, and files of the layout with every page.
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } && !route.StartsWith("/health", StringComparison.Ordinal) && route != "/metrics")
        {
            Answered(context.Request.Method, route, context.Response.StatusCode, (long)clock.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} answered {Status} in {Milliseconds} ms")]
    partial void Answered(string method, string route, int status, long milliseconds);
}
