using System.Diagnostics;
using System.Net.Sockets;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Demo;

/// <summary>A Dovecot of our own on the loopback interface, run wholly by an unprivileged user, its mail in the temporary folder.</summary>
/// <remarks>A Maildir filled with files is served at once; a file's time is its INTERNALDATE.</remarks>
sealed class PrivateDovecot : IAsyncDisposable
{
    const string Program = "/usr/sbin/dovecot";

    readonly Process process;

    PrivateDovecot(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The INBOX of a user, a Maildir, made if missing.</summary>
    public static string Inbox(string folder, string user)
    {
        var inbox = Path.Combine(folder, "mail", user, "Maildir");
        foreach (var part in (string[])["cur", "new", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(inbox, part));
        }

        return inbox;
    }

    /// <summary>Starts the server; every user has the same password.</summary>
    /// <param name="certificate">PEM files of certificate and key for TLS; null serves plain IMAP only.</param>
    /// <exception cref="Refusal">Dovecot is not installed or does not start.</exception>
    public static async Task<PrivateDovecot> StartAsync(string folder, int port, string password, (string Certificate, string Key)? certificate, CancellationToken stop)
    {
        if (!File.Exists(Program))
        {
            throw new Refusal("Dovecot, the private mail server of the demonstration, is not installed; install the package dovecot-imapd.");
        }

        var user = await ServerUser.ForAsync(folder, "dovecot", stop);
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        Directory.CreateDirectory(Path.Combine(folder, "mail")); // the server makes the mailboxes of users whose mail nobody has put there
        var name = user.Name ?? Environment.UserName;
        var group = (await Tool.RunAsync(["id", "-gn", name], stop)).Output.Trim();
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), Configuration(folder, port, password, certificate, name, group), stop);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await user.GiveAsync(folder, stop);
        string[] command = [.. user.As(Program, "-F", "-c", Path.Combine(folder, "dovecot.conf"))];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var server = new PrivateDovecot(process, port);
        await server.ReadyAsync(stop);
        return server;
    }

    /// <summary>Stops the server; its mail stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // SIGTERM, so that the master takes its children along.
            await Tool.RunAsync(["kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], CancellationToken.None);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    async Task ReadyAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", Port, stop);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
            }
            catch (SocketException e)
            {
                throw new Refusal($"Dovecot does not start: {(await process.StandardError.ReadToEndAsync(stop)).Trim()}", e);
            }
        }
    }

    static string Configuration(string folder, int port, string password, (string Certificate, string Key)? certificate, string user, string group) => $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/run
        log_path = {{folder}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        default_internal_user = {{user}}
        default_internal_group = {{group}}
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
            port = {{(certificate is null ? port : 0)}}
          }
          inet_listener imaps {
            port = {{(certificate is null ? 0 : port)}}
            ssl = yes
          }
        }
        disable_plaintext_auth = no
        {{(certificate is var (pem, key) ? $"ssl = yes\nssl_cert = <{pem}\nssl_key = <{key}" : "ssl = no")}}
        auth_mechanisms = plain login
        auth_failure_delay = 0
        passdb {
          driver = static
          args = password={{password}}
        }
        userdb {
          driver = static
          args = uid={{user}} gid={{group}} home={{folder}}/mail/%u allow_all_users=yes
        }
        mail_location = maildir:~/Maildir
        mail_fsync = never
        namespace inbox {
          inbox = yes
          separator = /
        }

        """;
}
