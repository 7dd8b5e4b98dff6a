using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Accounts;

/// <summary>The organisation's own sign-in (section <c>Authentication:OpenIdConnect</c>); without an authority local accounts only.</summary>
sealed class OpenIdOptions : IValidatableObject
{
    /// <summary>The name of the scheme, which is part of the addresses the provider must know (<c>/signin-oidc</c>).</summary>
    public const string Scheme = "OpenIdConnect";

    /// <summary>The provider's address, under which its configuration lies.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>A file that holds the client secret, for container secrets.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>The claim that carries the roles by their names here: viewer, analyst, author, administrator.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>What the button on the sign-in page says behind "Sign in with".</summary>
    public string DisplayName { get; set; } = "your organisation's account";

    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    public string Secret() => ClientSecret ?? File.ReadAllText(ClientSecretFile!).TrimEnd('\r', '\n');

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            yield return new($"Authentication__OpenIdConnect__Authority is '{Authority}'; it must be an https address.");
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return new("Authentication__OpenIdConnect__ClientId is missing; the provider gives it when the application is registered.");
        }

        if (ClientSecret is null == ClientSecretFile is null)
        {
            yield return new("Authentication__OpenIdConnect needs either ClientSecret or ClientSecretFile, one of the two.");
        }
        else if (ClientSecretFile is { } file && !File.Exists(file))
        {
            yield return new($"Authentication__OpenIdConnect__ClientSecretFile is '{file}', which does not exist.");
        }
    }
}
