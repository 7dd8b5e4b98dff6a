using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Privacy;

/// <summary>How long what people wrote is kept (section <c>Retention</c>); counts stay for ever.</summary>
sealed class RetentionOptions : IValidatableObject
{
    /// <summary>Ten years: longer than any purpose of a helpdesk's mail, so a mistyped number is caught.</summary>
    const int MostMonths = 120;

    /// <summary>After how many months the text, the names and the addresses of a mail are erased.</summary>
    public int TextMonths { get; set; } = 24;

    /// <summary>After how many days the original bytes of mail that could not be read are erased.</summary>
    public int RawDays { get; set; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TextMonths is < 1 or > MostMonths)
        {
            yield return new($"Retention__TextMonths is {TextMonths}; it must lie between 1 and {MostMonths}.");
        }

        if (RawDays is < 3 or > 3650)
        {
            yield return new($"Retention__RawDays is {RawDays}; it must lie between 3 (parked mail is tried again for two days) and 3650.");
        }
    }
}
