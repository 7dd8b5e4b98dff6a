using System.Text.RegularExpressions;

namespace Helpdesk.Classification;

/// <summary>What is certain before the model is asked: mail of this mailbox, sender, subject or header is of that category.</summary>
/// <param name="Name">Stands in every guess the rule makes.</param>
/// <param name="Pattern">An address or its end for mailbox and sender, words for a subject, <c>Name: words</c> for a header; <c>*</c> stands for anything.</param>
/// <param name="Origin">Who made it and why.</param>
sealed record Rule(string Name, Rule.Kind Of, string Pattern, string Category, string Origin)
{
    /// <summary>Part of the program.</summary>
    public bool IsShipped => Of == Kind.Automatic;

    readonly Regex form = Form(Of, Pattern);

    /// <summary>What of a mail a rule looks at.</summary>
    public enum Kind
    {
        /// <summary>An address it was sent to.</summary>
        Mailbox,

        /// <summary>The address it came from.</summary>
        Sender,

        /// <summary>Its subject, whole.</summary>
        Subject,

        /// <summary>One of its header lines, whole.</summary>
        Header,

        /// <summary>It was made by a machine without a person's request.</summary>
        Automatic,
    }

    public bool Fits(MailInput mail) => Of switch
    {
        Kind.Mailbox => mail.Recipients.Any(form.IsMatch),
        Kind.Sender => form.IsMatch(mail.From),
        Kind.Subject => form.IsMatch(mail.Subject.Trim()),
        Kind.Header => mail.Headers.Any(form.IsMatch),
        Kind.Automatic => mail.Automatic,
    };

    /// <summary>Linear time whatever the pattern: a header may be as long as its sender likes.</summary>
    static Regex Form(Kind of, string pattern)
    {
        // "@firm.example" means every address there.
        var whole = of is Kind.Mailbox or Kind.Sender && pattern.StartsWith('@') ? "*" + pattern : pattern;
        return new($"^{Regex.Escape(whole).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}
