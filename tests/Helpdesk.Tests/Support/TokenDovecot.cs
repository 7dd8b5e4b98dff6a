using System.Globalization;
using Helpdesk.Database;

namespace Helpdesk.Tests.Support;

/// <summary>Dovecot that lets in by access token only, each looked up at the token server.</summary>
public sealed class TokenDovecot(TokenServer tokens, string mechanism) : MailServer("dovecot-tokens")
{
    protected override string? Obstacle => File.Exists("/usr/sbin/dovecot") ? null : "dovecot-imapd is not installed";

    /// <summary>The INBOX of the tokens' user.</summary>
    public string Inbox => Helpdesk.Demo.PrivateDovecot.Inbox(Folder, tokens.User);

    /// <summary>Puts a mail into the tokens' user's mailbox.</summary>
    public void Deliver(byte[] raw)
    {
        var maildir = Inbox;
        File.WriteAllBytes(Path.Combine(maildir, "cur", string.Create(CultureInfo.InvariantCulture, $"{1_500_000_000 + Directory.GetFiles(Path.Combine(maildir, "cur")).Length}.M1.test:2,")), raw);
        foreach (var folder in Directory.EnumerateDirectories(Path.GetDirectoryName(maildir)!, "*", SearchOption.AllDirectories).Prepend(Path.GetDirectoryName(maildir)!))
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        }
    }

    protected override async Task StartAsync()
    {
        var user = await ServerUser.ForAsync(Folder, "dovecot", CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "oauth2.conf.ext"), $"""
            introspection_mode = post
            introspection_url = http://127.0.0.1:{tokens.Port}/introspect
            username_attribute = username
            active_attribute = active
            active_value = true
            timeout_msecs = 5000

            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "dovecot.conf"), DovecotConfiguration.Of(Folder, user.Name ?? Environment.UserName, Port, TlsPort, Tls, mechanism, $$"""
            passdb {
              driver = oauth2
              mechanisms = {{mechanism}}
              args = {{Folder}}/oauth2.conf.ext
            }
            """));
        await user.GiveAsync(Folder, CancellationToken.None);
        Launch(user.As("/usr/sbin/dovecot", "-F", "-c", Path.Combine(Folder, "dovecot.conf")));
    }
}
