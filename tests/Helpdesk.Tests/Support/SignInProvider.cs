using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Helpdesk.Tests.Support;

/// <summary>A real OpenID Connect provider in the test's process; whoever comes is the person it was told of.</summary>
public sealed class SignInProvider : IAsyncDisposable
{
    public const string ClientId = "helpdesk", ClientSecret = "brass-lantern-on-a-quay";

    readonly WebApplication app;

    SignInProvider(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Who signs in next.</summary>
    public string Subject { get; set; } = "s-1";

    public string UserName { get; set; } = "noor";

    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>The person presses "cancel" at the provider.</summary>
    public bool Refuses { get; set; }

    public IEnumerable<KeyValuePair<string, string?>> Settings() =>
    [
        new("Authentication__OpenIdConnect__Authority", Address.ToString()),
        new("Authentication__OpenIdConnect__ClientId", ClientId),
        new("Authentication__OpenIdConnect__ClientSecret", ClientSecret),
    ];

    public static async Task<SignInProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            server.RegisterScopes("openid", "profile");
            // Without a store the two questions a store would answer are answered here.
            server.EnableDegradedMode();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId)
                {
                    context.Reject("invalid_client");
                }

                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                {
                    context.Reject("invalid_client");
                }

                return default;
            }));
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
        });
        builder.Services.AddAuthorization();
        builder.Services.AddRouting();
        var app = builder.Build();
        var provider = new SignInProvider(app);
        app.UseAuthentication();
        app.MapMethods("/authorize", ["GET", "POST"], provider.Authorize);
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    IResult Authorize(HttpContext context)
    {
        if (Refuses)
        {
            return Results.Forbid(new() { Parameters = { }, Items = { [OpenIddictServerAspNetCoreConstants.Properties.Error] = "access_denied" } }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var identity = new ClaimsIdentity("provider", "name", "roles");
        identity.AddClaim(new Claim("sub", Subject).SetDestinations("id_token", "access_token"));
        identity.AddClaim(new Claim("preferred_username", UserName).SetDestinations("id_token"));
        foreach (var role in Roles)
        {
            identity.AddClaim(new Claim("roles", role).SetDestinations("id_token"));
        }

        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes());
        return Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
