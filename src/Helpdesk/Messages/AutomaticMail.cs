using MimeKit;

namespace Helpdesk.Messages;

/// <summary>Tells mail that a machine made on its own: out-of-office, bounces, receipts (RFC 3834, RFC 3464, RFC 8098, null sender).</summary>
static class AutomaticMail
{
    /// <summary>The reason in a word, or null when a person is behind the mail.</summary>
    public static string? Reason(MimeMessage message, bool isWebForm)
    {
        if (message.Body is MultipartReport report)
        {
            return report.ReportType?.ToLowerInvariant() switch
            {
                "disposition-notification" => "receipt",
                "delivery-status" => "bounce",
                _ => "report",
            };
        }

        if (message.Headers["Return-Path"] is { } path && path.Trim() is "<>" or "")
        {
            return "null sender";
        }

        var submitted = Word(message.Headers["Auto-Submitted"]);
        if (submitted.Length > 0 && submitted != "no")
        {
            // A web form is submitted by a machine too, but a person filled it in.
            return submitted == "auto-generated" && isWebForm ? null : submitted;
        }

        if (Word(message.Headers["Precedence"]) is "auto_reply" or "auto-reply" || message.Headers.Contains("X-Autoreply") || message.Headers.Contains("X-Autorespond"))
        {
            return "auto-reply";
        }

        return message.From.Mailboxes.FirstOrDefault()?.Address.Split('@')[0].ToLowerInvariant() is "mailer-daemon" ? "bounce" : null;
    }

    /// <summary>The keyword of a header, without its parameters or comments.</summary>
    static string Word(string? header) => header?.Split(';', '(')[0].Trim().ToLowerInvariant() ?? "";
}
