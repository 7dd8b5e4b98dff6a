using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace Helpdesk.Reporting.Delivery;

/// <summary>Where the files of a closed month go (section <c>Delivery</c>); nowhere unless set.</summary>
sealed class DeliveryOptions : IValidatableObject
{
    /// <summary>The folder that gets them, a folder for each month.</summary>
    public string? Folder { get; set; }

    /// <summary>Who gets them by e-mail; needs <c>Smtp__Host</c>.</summary>
    public IList<string> To { get; } = [];

    /// <summary>never, weekly (Mondays) or daily: a draft edition of the month that is being prepared, in the morning.</summary>
    public string Drafts { get; set; } = "never";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (i, to) in To.Index())
        {
            if (!MailAddress.TryCreate(to, out _))
            {
                yield return new($"Delivery__To__{i} is '{to}', which is no address.");
            }
        }

        if (Drafts is not ("never" or "weekly" or "daily"))
        {
            yield return new($"Delivery__Drafts is '{Drafts}'; it must be never, weekly or daily.");
        }
    }
}
