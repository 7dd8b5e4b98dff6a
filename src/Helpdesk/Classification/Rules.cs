namespace Helpdesk.Classification;

/// <summary>What is certain before the model is asked; few, and each named in the guess it makes.</summary>
static class Rules
{
    /// <summary>The rule's name and category, or null when no rule applies.</summary>
    public static (string Rule, string Category)? For(MailInput mail) => mail.Automatic ? ("automatic", "Other") : null;
}
