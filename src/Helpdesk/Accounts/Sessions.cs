using System.Security.Claims;
using Helpdesk.Database;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Helpdesk.Accounts;

/// <summary>When a session ends, and what becomes of what somebody was just doing.</summary>
sealed class Sessions(HelpdeskDatabase database, IOptions<IdentityOptions> identity) : CookieAuthenticationEvents
{
    /// <summary>A script that sends it wants to be told, not led to another page.</summary>
    const string FragmentHeader = "X-Fragment";

    /// <summary>The parts of an answer that are carried over a new sign-in; nothing of a message.</summary>
    static readonly string[] Kept = ["message", "verdict"];

    /// <summary>Asks at every request whether the session still holds: signing out everywhere, a new role and a closed account act at once.</summary>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        await using var stamp = database.Source.CreateCommand("select security_stamp from people where id = $1 and (lockout_end is null or lockout_end < now())");
        stamp.Parameters.AddWithValue(context.Principal!.PersonId);
        if (await stamp.ExecuteScalarAsync(context.HttpContext.RequestAborted) as string != context.Principal!.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey(FragmentHeader) || request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (HttpMethods.IsPost(request.Method) && request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(context.HttpContext.RequestAborted);
            var back = QueryHelpers.AddQueryString(request.Path, Kept.Where(form.ContainsKey).Select(k => new KeyValuePair<string, string?>(k, form[k])));
            context.Response.Redirect(QueryHelpers.AddQueryString("/sign-in", new Dictionary<string, string?> { ["returnUrl"] = back, ["ended"] = "true" }));
            return;
        }

        await base.RedirectToLogin(context);
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey(FragmentHeader) || context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return base.RedirectToAccessDenied(context);
    }
}
