using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Helpdesk.Pages;

/// <summary>How much anybody may ask of the pages: guesses at passwords, requests of programs, bytes.</summary>
/// <remarks>Counted in each web process by itself: two processes let twice as much pass, and the lock-out of an account counts in the database.</remarks>
static class Limits
{
    /// <summary>Ten tries in a minute from one address, at the password and at the code each: nobody mistypes faster, and a guesser gets nowhere.</summary>
    const int SignIns = 10;

    /// <summary>Ten requests a second over a minute: a script that walks the API is not held up, one that hammers is.</summary>
    const int ApiRequests = 600;

    /// <summary>Four megabytes: the longest published table anybody imports, many times over. A page that takes more says so itself.</summary>
    const long LargestBody = 4 << 20;

    public static void AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        services.Configure<ForwardedHeadersOptions>(proxy =>
        {
            // A proxy on this machine is believed always, others only when named; anybody could write these headers.
            proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var network in configuration.GetSection("Proxy:Networks").Get<string[]>() ?? [])
            {
                proxy.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "helpdesk-form";
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = TimeSpan.FromMinutes(1).TotalSeconds.ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path switch
            {
                // The code is counted for itself: an office behind one address would otherwise sign in half as fast with a second factor.
                var path when path.StartsWithSegments("/sign-in/code", StringComparison.OrdinalIgnoreCase) && HttpMethods.IsPost(context.Request.Method) => Window($"code {From(context)}", SignIns),
                var path when path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase) && HttpMethods.IsPost(context.Request.Method) => Window($"sign-in {From(context)}", SignIns),
                var path when path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) => Window($"api {From(context)}", ApiRequests),
                _ => RateLimitPartition.GetNoLimiter("pages"),
            });
        });
    }

    /// <summary>By address, not by key: whoever guesses keys has a new one each time.</summary>
    static string From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    static RateLimitPartition<string> Window(string who, int most) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1) });
}
