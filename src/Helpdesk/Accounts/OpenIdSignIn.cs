using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Helpdesk.Accounts;

/// <summary>Signing in with the organisation's account: the provider says who it is and which roles they have, at every sign-in anew.</summary>
sealed class OpenIdSignIn(UserManager<Person> people, SignInManager<Person> accounts, IOptions<OpenIdOptions> options)
{
    /// <summary>What came of it; null is in, else why not.</summary>
    public async Task<string?> CompleteAsync()
    {
        if (await accounts.GetExternalLoginInfoAsync() is not { } login)
        {
            return "The organisation's sign-in did not come to an end; try again.";
        }

        string[] roles = [.. login.Principal.FindAll(options.Value.RolesClaim).Select(c => c.Value).Intersect(Roles.All, StringComparer.OrdinalIgnoreCase).Select(r => r.ToLowerInvariant())];
        if (roles.Length == 0)
        {
            return $"Your account is known, but it has no role here. Ask whoever keeps the organisation's accounts for one of {string.Join(", ", Roles.All)}.";
        }

        var person = await people.FindByLoginAsync(login.LoginProvider, login.ProviderKey) ?? await AddAsync(login);
        if (await people.IsLockedOutAsync(person))
        {
            return "This account is closed here; ask an administrator.";
        }

        var before = await people.GetRolesAsync(person);
        Must(await people.RemoveFromRolesAsync(person, before.Except(roles)));
        Must(await people.AddToRolesAsync(person, roles.Except(before)));
        await accounts.SignInAsync(person, isPersistent: false, OpenIdOptions.Scheme);
        return null;
    }

    /// <summary>Their first time: an account without a password, under a name nobody else has here.</summary>
    async Task<Person> AddAsync(ExternalLoginInfo login)
    {
        var wanted = new string([.. (login.Principal.FindFirstValue("preferred_username") ?? login.Principal.FindFirstValue(ClaimTypes.Email) ?? login.Principal.FindFirstValue("email") ?? login.ProviderKey)
            .Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+')]);
        var name = wanted;
        for (var n = 2; await people.FindByNameAsync(name) is not null; n++)
        {
            name = $"{wanted}-{n}";
        }

        var person = new Person { UserName = name };
        Must(await people.CreateAsync(person));
        Must(await people.AddLoginAsync(person, login));
        return person;
    }

    static void Must(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(e => e.Code)));
        }
    }

    /// <summary>How the provider is spoken to: code flow with PKCE, answers in the address so that cookies may stay Lax.</summary>
    public static void Configure(OpenIdConnectOptions connect, OpenIdOptions options)
    {
        connect.SignInScheme = IdentityConstants.ExternalScheme;
        connect.Authority = options.Authority;
        connect.ClientId = options.ClientId;
        connect.ClientSecret = options.Secret();
        connect.RequireHttpsMetadata = !(Uri.TryCreate(options.Authority, UriKind.Absolute, out var address) && address.IsLoopback);
        connect.ResponseType = "code";
        connect.ResponseMode = "query";
        connect.UsePkce = true;
        connect.MapInboundClaims = false;
        connect.GetClaimsFromUserInfoEndpoint = false;
        connect.Scope.Clear();
        connect.Scope.Add("openid");
        connect.Scope.Add("profile");
        connect.TokenValidationParameters.NameClaimType = "name";
        connect.CorrelationCookie.SameSite = connect.NonceCookie.SameSite = SameSiteMode.Lax;
        connect.CorrelationCookie.SecurePolicy = connect.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        connect.Events.OnTokenValidated = context =>
        {
            // Identity looks for the subject under its own claim type.
            var identity = (ClaimsIdentity)context.Principal!.Identity!;
            identity.AddClaim(new(ClaimTypes.NameIdentifier, identity.FindFirst("sub")!.Value));
            return Task.CompletedTask;
        };
        connect.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect("/sign-in?failed=true");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
