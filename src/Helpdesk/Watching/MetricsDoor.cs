using System.Net;
using System.Security.Cryptography;
using System.Text;
using Helpdesk.CommandLine;
using Microsoft.Extensions.Options;

namespace Helpdesk.Watching;

/// <summary>Lets Prometheus in: by its token, or from this machine where none is set.</summary>
sealed class MetricsDoor(IOptions<WatchingOptions> options)
{
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (await IsOpenAsync(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await context.Response.WriteAsync("Send the token of Metrics__Token as bearer token.\n", context.RequestAborted);
    }

    async Task<bool> IsOpenAsync(HttpContext context)
    {
        var token = options.Value.TokenFile is { } file ? await SecretFile.ReadAsync("Metrics__TokenFile", file, context.RequestAborted) : options.Value.Token;
        if (token is null)
        {
            return context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
        }

        var given = context.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        return given.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(given[scheme.Length..].Trim()), Hash(token));
    }

    /// <summary>Hashes have one length, so that the comparison's time says nothing of the token's.</summary>
    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
