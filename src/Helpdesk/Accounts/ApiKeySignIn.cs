using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Helpdesk.Accounts;

/// <summary>Lets a program in by the key in its header: <c>X-Api-Key: KEY</c> or <c>Authorization: Bearer KEY</c>.</summary>
sealed class ApiKeySignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeyStore keys) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiKey";

    public const string ScopeClaim = "scope";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given() is not { Length: > 0 } key)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.FindAsync(key, Context.RequestAborted) is not { } found)
        {
            return AuthenticateResult.Fail("The key is unknown or revoked.");
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.Name, $"key {found.Name}"), .. found.Scopes.Select(s => new Claim(ScopeClaim, s))], SchemeName);
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        SayAsync(StatusCodes.Status401Unauthorized, "No key, or one that is unknown or revoked", "Give a key in the header X-Api-Key; an administrator makes one with 'helpdesk key add'.");

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        SayAsync(StatusCodes.Status403Forbidden, "The key's scope, or your role, does not allow this", "Ask an administrator for a key with the scope that the documentation names.");

    string? Given() =>
        Request.Headers["X-Api-Key"].FirstOrDefault()
        ?? (Request.Headers.Authorization.FirstOrDefault() is { } bearer && bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer["Bearer ".Length..].Trim() : null);

    /// <summary>The cookie's scheme has already answered with a way to the sign-in page, which a program cannot walk.</summary>
    Task SayAsync(int status, string title, string step)
    {
        Response.Headers.Remove("Location");
        Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Results.Problem(title: title, detail: step, statusCode: status).ExecuteAsync(Context);
    }
}
