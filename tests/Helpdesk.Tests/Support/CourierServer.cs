using System.Globalization;
using System.Text;
using Helpdesk.Database;
using MailKit;

namespace Helpdesk.Tests.Support;

/// <summary>Courier IMAP from its unpacked Debian package.</summary>
/// <remarks>Its paths are compiled in, so it runs in a mount namespace in which they are ours; that takes root.</remarks>
public sealed class CourierServer() : MailServer("courier")
{
    static readonly string[] MountPoints = ["/etc/courier", "/run/courier", "/usr/lib/courier", "/usr/lib/courier-authlib", "/var/lib/courier"];

    readonly List<string> made = [];
    string owner = "";
    int number;

    protected override string? Obstacle => Environment.IsPrivilegedProcess ? base.Obstacle : "courier needs root, for a mount namespace";

    protected override async Task StartAsync()
    {
        foreach (var part in (string[])["etc", "run/authdaemon", "var", "mail"])
        {
            Directory.CreateDirectory(Path.Combine(Folder, part));
        }

        foreach (var point in MountPoints.Where(p => !Directory.Exists(p)))
        {
            Directory.CreateDirectory(point);
            made.Add(point);
        }

        await Tool.RunAsync(["cp", "-r", Path.Combine(Unpacked, "etc", "courier", "."), Path.Combine(Folder, "etc")], CancellationToken.None);
        await SettingsAsync();
        await UsersAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "inside.sh"), Inside());
        Launch(["unshare", "-m", "bash", Path.Combine(Folder, "inside.sh")]);
    }

    /// <summary>Drops files into the Maildir, as Courier's own delivery does (its APPEND takes a second for each), and lets a mail program look in, which is when Courier numbers them.</summary>
    public override async Task<int> AppendAsync(string user, IEnumerable<(byte[] Raw, DateTimeOffset At, bool Seen)> mails)
    {
        var maildir = Path.Combine(Folder, "mail", user, "Maildir");
        var taken = 0;
        foreach (var (raw, at, seen) in mails)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{1_000_000_000 + ++number}.M{number:D6}.test");
            var file = Path.Combine(maildir, "tmp", name);
            await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(raw).Replace("\r\n", "\n", StringComparison.Ordinal)));
            File.SetLastWriteTimeUtc(file, at.UtcDateTime);
            await Tool.RunAsync(["chown", owner, file], CancellationToken.None);
            File.Move(file, Path.Combine(maildir, seen ? "cur" : "new", seen ? name + ":2,S" : name));
            taken++;
        }

        using var program = await OpenAsync(user);
        await program.Inbox!.OpenAsync(FolderAccess.ReadWrite);
        await program.DisconnectAsync(true);
        return taken;
    }

    protected override Task CleanAsync()
    {
        made.ForEach(Directory.Delete);
        return Task.CompletedTask;
    }

    async Task SettingsAsync()
    {
        var etc = Path.Combine(Folder, "etc");
        await File.WriteAllTextAsync(Path.Combine(etc, "imapd.pem"), await File.ReadAllTextAsync(Tls.Key) + "\n" + await File.ReadAllTextAsync(Tls.Certificate) + "\n");
        await Tool.RunAsync(["openssl", "dhparam", "-dsaparam", "-out", Path.Combine(etc, "dhparams.pem"), "2048"], CancellationToken.None);
        foreach (var (file, setting, value) in new[]
        {
            ("authdaemonrc", "authmodulelist", "\"authuserdb\""), ("imapd", "IMAP_ULIMITD", "1048576"), ("imapd", "IMAP_EMPTYTRASH", ""),
            // Courier's IDLE is a look at the folder this often, in seconds.
            ("imapd", "IMAP_IDLE_TIMEOUT", "1"),
            ("imapd-ssl", "TLS_CACHEFILE", ""), ("imapd-ssl", "TLS_TRUSTCERTS", Tls.Authority),
        })
        {
            var path = Path.Combine(etc, file);
            await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path)).Select(l => l.StartsWith(setting + "=", StringComparison.Ordinal) ? $"{setting}={value}" : l));
        }
    }

    async Task UsersAsync()
    {
        var hash = (await Tool.RunAsync(["openssl", "passwd", "-1", Password], CancellationToken.None)).Output.Trim();
        var ids = (Uid: await IdAsync("-u"), Gid: await IdAsync("-g"));
        owner = $"{ids.Uid}:{ids.Gid}";
        var lines = new List<string>();
        foreach (var number in Enumerable.Range(1, Users))
        {
            var home = Path.Combine(Folder, "mail", string.Create(CultureInfo.InvariantCulture, $"u{number}"));
            foreach (var part in (string[])["cur", "new", "tmp"])
            {
                Directory.CreateDirectory(Path.Combine(home, "Maildir", part));
            }

            lines.Add($"u{number}\tuid={ids.Uid}|gid={ids.Gid}|home={home}|mail={home}/Maildir|systempw={hash}");
        }

        await File.WriteAllLinesAsync(Path.Combine(Folder, "etc", "userdb"), lines);
        File.SetUnixFileMode(Path.Combine(Folder, "etc", "userdb"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(Folder, (UnixFileMode)0x1ED); // 755: the mail's user passes through
        await Tool.RunAsync(["chown", "-R", owner, Path.Combine(Folder, "mail")], CancellationToken.None);
    }

    static async Task<string> IdAsync(string which) => (await Tool.RunAsync(["id", which, "nobody"], CancellationToken.None)).Output.Trim();

    /// <summary>What runs inside the namespace: the mounts, the password daemon, one listener for each port.</summary>
    string Inside() => $$"""
        set -e
        mount --make-rprivate /
        mount --bind {{Folder}}/etc /etc/courier; mount --bind {{Folder}}/run /run/courier; mount --bind {{Folder}}/var /var/lib/courier
        (cat /etc/passwd; grep -q '^courier:' /etc/passwd || echo 'courier:x:990:990::/var/lib/courier:/usr/sbin/nologin') > {{Folder}}/passwd
        (cat /etc/group; grep -q '^courier:' /etc/group || echo 'courier:x:990:') > {{Folder}}/group
        mount --bind {{Folder}}/passwd /etc/passwd; mount --bind {{Folder}}/group /etc/group
        mount --bind {{Unpacked}}/usr/lib/courier /usr/lib/courier; mount --bind {{Unpacked}}/usr/lib/courier-authlib /usr/lib/courier-authlib
        export LD_LIBRARY_PATH={{Unpacked}}/usr/lib:$(echo {{Unpacked}}/usr/lib/*-linux-gnu) PATH={{Unpacked}}/usr/sbin:{{Unpacked}}/usr/bin:$PATH
        chown courier: /etc/courier/imapd.pem /etc/courier/dhparams.pem; chmod 600 /etc/courier/imapd.pem
        makeuserdb
        set -a; . /etc/courier/authdaemonrc; . /etc/courier/imapd-ssl; . /etc/courier/imapd
        IMAP_STARTTLS=YES COURIERTLS={{Unpacked}}/usr/bin/couriertls
        listen="{{Unpacked}}/usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=40 -maxperip=40 -nodnslookup -noidentlookup"
        login="/usr/lib/courier/courier/imaplogin {{Unpacked}}/usr/bin/imapd Maildir"
        /usr/lib/courier/courier-authlib/authdaemond &
        $listen {{Port}} $login &
        IMAP_TLS=1 $listen {{TlsPort}} {{Unpacked}}/usr/bin/couriertls -server -tcpd $login &
        trap 'kill $(jobs -p); exit 0' TERM
        wait
        """;
}
