using System.ComponentModel.DataAnnotations;
using Helpdesk.CommandLine;

namespace Helpdesk.Watching;

/// <summary>Who may read <c>/metrics</c> (section <c>Metrics</c>); without a token only this machine.</summary>
sealed class WatchingOptions : IValidatableObject
{
    /// <summary>Sixteen characters: a token one could guess would be no protection at all.</summary>
    const int LeastTokenLength = 16;

    /// <summary>What Prometheus sends as bearer token.</summary>
    public string? Token { get; set; }

    public string? TokenFile { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Token is not null && TokenFile is not null)
        {
            yield return new("Metrics__Token and Metrics__TokenFile: give one of them.");
        }

        if (Token is { Length: < LeastTokenLength })
        {
            yield return new($"Metrics__Token is too short; use {LeastTokenLength} characters or more.");
        }

        if (TokenFile is not null && SecretFile.Problem("Metrics__TokenFile", TokenFile) is { } problem)
        {
            yield return new(problem);
        }
    }
}
