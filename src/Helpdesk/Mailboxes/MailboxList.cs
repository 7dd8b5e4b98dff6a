using System.ComponentModel.DataAnnotations;

namespace Helpdesk.Mailboxes;

/// <summary>All configured mailboxes.</summary>
sealed class MailboxList : List<MailboxOptions>, IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        this.Index().SelectMany(m => m.Item.Problems(m.Index))
            .Concat(this.GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase)
                .Where(g => g.Key.Length > 0 && g.Skip(1).Any())
                .Select(g => new ValidationResult($"Two mailboxes have the name '{g.Key}'; each needs its own.")));
}
