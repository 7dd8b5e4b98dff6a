using System.ComponentModel.DataAnnotations;
using Helpdesk.CommandLine;

namespace Helpdesk.Mailboxes;

/// <summary>Logging in with client credentials (RFC 6749, section 4.4): the application has its own right to the mailbox.</summary>
sealed class OAuth2Options
{
    /// <summary>For Microsoft 365 <c>https://login.microsoftonline.com/TENANT/oauth2/v2.0/token</c>.</summary>
    public string TokenEndpoint { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string? ClientSecret { get; set; }

    public string? ClientSecretFile { get; set; }

    /// <summary>For Microsoft 365 <c>https://outlook.office365.com/.default</c>.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The day the secret ends; warned of 60, 30, 14, 7 and 1 days before.</summary>
    public DateOnly? SecretExpires { get; set; }

    public IEnumerable<ValidationResult> Problems(string block)
    {
        if (!Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out var endpoint) || !(endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback))
        {
            yield return new($"{block}TokenEndpoint is '{TokenEndpoint}'; give the https address of the token end point.");
        }

        if (ClientId.Length == 0)
        {
            yield return new($"{block}ClientId is missing; give the application's id.");
        }

        if (ClientSecret is null == ClientSecretFile is null)
        {
            yield return new($"{block}ClientSecret and {block}ClientSecretFile: give exactly one of them.");
        }

        if (ClientSecretFile is not null && SecretFile.Problem($"{block}ClientSecretFile", ClientSecretFile) is { } problem)
        {
            yield return new(problem);
        }

        if (SecretExpires is null)
        {
            yield return new($"{block}SecretExpires is missing; give the day the secret ends (2027-03-31), so that you are warned before.");
        }
    }
}
