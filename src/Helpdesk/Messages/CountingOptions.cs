using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Messages;

/// <summary>What decides a message's month and whether it is one of our own (section <c>Reporting</c>).</summary>
sealed class CountingOptions : IValidatableObject
{
    /// <summary>The IANA zone in which months are cut.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/London";

    /// <summary>Domains whose senders are the helpdesk itself; their mail is internal.</summary>
    public IList<string> OwnDomains { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new($"Reporting__TimeZone is '{TimeZone}', which is no time zone; give an IANA name such as Europe/London.");
        }
    }

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
