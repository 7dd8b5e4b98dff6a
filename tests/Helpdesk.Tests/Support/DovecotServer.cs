using Helpdesk.Database;

namespace Helpdesk.Tests.Support;

/// <summary>Dovecot with TLS and STARTTLS.</summary>
public sealed class DovecotServer() : MailServer("dovecot")
{
    protected override string? Obstacle => File.Exists("/usr/sbin/dovecot") ? null : "dovecot-imapd is not installed";

    protected override async Task StartAsync()
    {
        var user = await ServerUser.ForAsync(Folder, "dovecot", CancellationToken.None);
        var name = user.Name ?? Environment.UserName;
        await File.WriteAllTextAsync(Path.Combine(Folder, "dovecot.conf"), DovecotConfiguration.Of(Folder, name, Port, TlsPort, Tls, "plain login", $$"""
            passdb {
              driver = static
              args = password={{Password}}
            }
            """));
        await user.GiveAsync(Folder, CancellationToken.None);
        Launch(user.As("/usr/sbin/dovecot", "-F", "-c", Path.Combine(Folder, "dovecot.conf")));
    }
}
