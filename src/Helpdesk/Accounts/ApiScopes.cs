using Microsoft.AspNetCore.Authorization;

namespace Helpdesk.Accounts;

/// <summary>What a key may do; people may do the same by their role.</summary>
static class ApiScopes
{
    /// <summary>Reads series, tables, months, versions, categories and calls.</summary>
    public const string Figures = "figures";

    /// <summary>Logs telephone calls.</summary>
    public const string Calls = "calls";

    public static IReadOnlyList<string> All { get; } = [Figures, Calls];

    /// <summary>The policy for a scope: a key that has it, or a person signed in with at least the role.</summary>
    public static AuthorizationPolicy Policy(string scope, string role) => new AuthorizationPolicyBuilder("Identity.Application", ApiKeySignIn.SchemeName)
        .RequireAuthenticatedUser()
        .RequireAssertion(c => c.User.HasClaim(ApiKeySignIn.ScopeClaim, scope) || Roles.From(role).Any(c.User.IsInRole))
        .Build();
}
