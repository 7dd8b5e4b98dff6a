using MimeKit;

namespace Helpdesk.Tests.Support;

/// <summary>Any valid thing; a test names only what it is about.</summary>
static class Some
{
    static int number;

    public static readonly DateTimeOffset Moment = new(2019, 3, 14, 9, 26, 53, TimeSpan.Zero);

    /// <summary>Any mail from outside.</summary>
    public static MimeMessage Mail(string? subject = null, string? text = null, string from = "Priya Nair <priya.nair@calderwyn.example>", string to = "helpdesk@secas.example", DateTimeOffset? date = null, Action<MimeMessage>? and = null)
    {
        var n = Interlocked.Increment(ref number);
        var message = new MimeMessage
        {
            MessageId = $"{n}.some@calderwyn.example",
            Subject = subject ?? $"Question {n} about the Smart Energy Code",
            Date = date ?? Moment,
            Body = new TextPart("plain") { Text = text ?? $"Hello,\r\n\r\nwhich section of the Code covers case {n}?\r\n\r\nPriya" },
        };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(MailboxAddress.Parse(to));
        and?.Invoke(message);
        return message;
    }
}
