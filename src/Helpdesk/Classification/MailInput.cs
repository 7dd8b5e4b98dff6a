using Helpdesk.Text;

namespace Helpdesk.Classification;

/// <summary>What the classifier sees of a mail; the same for training and for service, and never the label.</summary>
/// <param name="Recipients">Addresses, as in To and Cc.</param>
/// <param name="Earlier">The category of the latest earlier message of the thread; null when there is none.</param>
sealed record MailInput(string Subject, MailText Text, IReadOnlyList<string> Attachments, IReadOnlyList<string> Recipients, bool Automatic, string? Earlier)
{
    public static MailInput Of(MailSample mail, string? earlier) =>
        new(mail.Subject, MailText.From(mail.Body), mail.Attachments, mail.To, mail.Automatic, earlier);
}
