using Helpdesk.Text;

namespace Helpdesk.Classification;

/// <summary>What the classifier sees of a mail; the same for training and for service, and never the label.</summary>
/// <param name="From">The sender's address; empty when there is none.</param>
/// <param name="Recipients">Addresses, as in To and Cc.</param>
/// <param name="Earlier">What the thread was taken for so far; null for a thread's first mail.</param>
sealed record MailInput(
    string Subject,
    MailText Text,
    IReadOnlyList<string> Attachments,
    string From,
    IReadOnlyList<string> Recipients,
    bool Automatic,
    MailInput.ThreadSoFar? Earlier)
{
    /// <summary>Its header lines, <c>Name: text</c>; read only where a rule asks for them.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The category of a thread's earlier mail; a person's answer weighs more than a guess.</summary>
    public sealed record ThreadSoFar(string Category, bool ByPerson);

    public static MailInput Of(MailSample mail, ThreadSoFar? earlier) =>
        new(mail.Subject, MailText.From(mail.Body), mail.Attachments, mail.From, mail.To, mail.Automatic, earlier);
}
