using Helpdesk.Messages;
using Helpdesk.Text;

namespace Helpdesk.Corrections;

/// <summary>A message as a person sees it before deciding.</summary>
/// <param name="Mail">What was written; null when it was erased or never could be read.</param>
/// <param name="Category">The category that counts now; null for parked mail nobody has labelled.</param>
/// <param name="Source">Whose the category is: <c>person</c>, <c>model</c>, <c>rule</c>.</param>
/// <param name="Seen">The newest event, which an answer must name; 0 when there is none.</param>
/// <param name="Closed">The message's month is closed; a correction becomes a restatement item there.</param>
sealed record ShownMessage(
    long Id,
    Month Month,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? SentAt,
    string Mailbox,
    ShownMessage.Written? Mail,
    string? Automatic,
    bool Parked,
    string Standing,
    short? Category,
    string? Source,
    ShownMessage.Guessed? Guess,
    long Seen,
    bool Closed,
    IReadOnlyList<ShownMessage.InThread> Thread,
    IReadOnlyList<ShownMessage.Note> Notes)
{
    public sealed record Written(string FromName, string FromAddress, IReadOnlyList<string> Recipients, string Subject, string Body, IReadOnlyList<string> Attachments)
    {
        public MailText Text { get; } = MailText.From(Body);
    }

    /// <summary>What the machine said, as it said it then.</summary>
    /// <param name="Scores">The probability of each category by its number, likeliest first.</param>
    public sealed record Guessed(short Category, float Confidence, IReadOnlyList<(short Category, float Score)> Scores, string? Rule, string Model);

    /// <summary>Another message of the conversation.</summary>
    public sealed record InThread(long Id, DateTimeOffset ReceivedAt, string? From, string? Subject, short? Category, string? Source);

    public sealed record Note(string Person, DateTimeOffset At, string Text);

    public string Subject => Mail is null ? "(no text kept)" : Mail.Subject.Length == 0 ? "(no subject)" : Mail.Subject;
}
