using Helpdesk.CommandLine;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Helpdesk.Post;

/// <summary>Sends our own mail: alerts and the monthly files.</summary>
sealed class PostOffice(IOptions<SmtpOptions> options)
{
    public bool IsOpen => options.Value.IsOn;

    /// <summary>Sends a plain mail, with files where given (name, bytes).</summary>
    public async Task SendAsync(IEnumerable<string> to, string subject, string text, IEnumerable<(string Name, byte[] Bytes)> files, CancellationToken stop)
    {
        var smtp = options.Value;
        using var message = new MimeMessage { Subject = subject };
        message.From.Add(MailboxAddress.Parse(smtp.From));
        message.To.AddRange(to.Select(MailboxAddress.Parse));
        // Nobody's out-of-office shall answer a machine (RFC 3834, section 2).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var body = new BodyBuilder { TextBody = text };
        foreach (var (name, bytes) in files)
        {
            body.Attachments.Add(name, bytes);
        }

        message.Body = body.ToMessageBody();
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Security switch
        {
            "Tls" => SecureSocketOptions.SslOnConnect,
            "None" => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        }, stop);
        if (smtp.User is { Length: > 0 } user)
        {
            await client.AuthenticateAsync(user, smtp.Password ?? await SecretFile.ReadAsync("Smtp__PasswordFile", smtp.PasswordFile ?? "", stop), stop);
        }

        await client.SendAsync(message, stop);
        await client.DisconnectAsync(quit: true, stop);
    }
}
