using MimeKit;

namespace Helpdesk.Demo;

/// <summary>Writes the mail that machines send on their own: out-of-office, bounces, receipts.</summary>
static class MachineMail
{
    public static MimeMessage Write(string id, DateTimeOffset sent, string mailbox, Random random)
    {
        var (first, last) = Names.Next(random);
        var message = new MimeMessage { MessageId = id, Date = sent };
        message.To.Add(new MailboxAddress("", $"{mailbox}@{DemoPlan.Domain}"));
        var person = new MailboxAddress($"{first} {last}", $"{first}.{last}@calderwyn.example".ToLowerInvariant());
        switch (random.Next(4))
        {
            case 0:
                message.From.Add(new MailboxAddress("Mail Delivery System", "mailer-daemon@mx.fennmoorpower.example"));
                message.Subject = "Undelivered Mail Returned to Sender";
                message.Headers.Add("Return-Path", "<>");
                message.Headers.Add("Auto-Submitted", "auto-replied");
                message.Body = Report("delivery-status", "Your message could not be delivered to one or more recipients.",
                    $"Reporting-MTA: dns; mx.fennmoorpower.example\r\n\r\nFinal-Recipient: rfc822; {person.Address}\r\nAction: failed\r\nStatus: 5.1.1\r\n");
                break;
            case 1:
                message.From.Add(person);
                message.Subject = "Read: SEC circular";
                message.Body = Report("disposition-notification", "Your message was read.",
                    $"Final-Recipient: rfc822; {person.Address}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n");
                break;
            default:
                message.From.Add(person);
                message.Subject = "Automatic reply: SEC circular";
                message.Headers.Add("Auto-Submitted", "auto-replied");
                message.Headers.Add("X-Auto-Response-Suppress", "All");
                message.Body = new TextPart("plain") { Text = $"I am out of the office until {sent.AddDays(random.Next(2, 15)):d MMMM}. In my absence please contact the team.\n\n{first}" };
                break;
        }

        return message;
    }

    static MultipartReport Report(string type, string text, string fields) => new(type)
    {
        new TextPart("plain") { Text = text },
        new MimePart("message", type) { Content = new MimeContent(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(fields))) },
    };
}
