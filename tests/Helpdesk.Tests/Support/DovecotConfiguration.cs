namespace Helpdesk.Tests.Support;

/// <summary>The configuration of a Dovecot that runs wholly as one unprivileged user.</summary>
static class DovecotConfiguration
{
    public static string Of(string folder, string user, int port, int tlsPort, PrivateAuthority.Files tls, string mechanisms, string passwords) => $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/run
        log_path = {{folder}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        default_internal_user = {{user}}
        default_internal_group = {{Group(user)}}
        default_login_user = {{user}}
        first_valid_uid = 1
        first_valid_gid = 1
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        service imap-login {
          chroot =
          service_count = 0
          inet_listener imap {
            port = {{port}}
          }
          inet_listener imaps {
            port = {{tlsPort}}
            ssl = yes
          }
        }
        ssl = yes
        ssl_cert = <{{tls.Certificate}}
        ssl_key = <{{tls.Key}}
        disable_plaintext_auth = no
        auth_mechanisms = {{mechanisms}}
        auth_failure_delay = 0
        {{passwords}}
        userdb {
          driver = static
          args = uid={{user}} gid={{Group(user)}} home={{folder}}/mail/%u allow_all_users=yes
        }
        mail_location = maildir:~/Maildir
        mail_fsync = never
        namespace inbox {
          inbox = yes
          separator = /
        }

        """;

    static string Group(string user) => Helpdesk.Database.Tool.RunAsync(["id", "-gn", user], CancellationToken.None).GetAwaiter().GetResult().Output.Trim();
}
