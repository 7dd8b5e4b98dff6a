using Helpdesk.Database;

namespace Helpdesk.Tests.Support;

/// <summary>Cyrus IMAP from its unpacked Debian package, run wholly by an unprivileged user.</summary>
public sealed class CyrusServer() : MailServer("cyrus")
{
    string Libraries => Directory.GetDirectories(Path.Combine(Unpacked, "usr", "lib"), "*-linux-gnu").Single();

    protected override async Task StartAsync()
    {
        var user = await ServerUser.ForAsync(Unpacked, "nobody", CancellationToken.None);
        foreach (var part in (string[])["conf/socket", "conf/proc", "conf/lock", "conf/db", "conf/log", "conf/msg", "conf/quota", "conf/user", "spool", "run"])
        {
            Directory.CreateDirectory(Path.Combine(Folder, part));
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "imapd.conf"), Settings(user.Name ?? Environment.UserName));
        await File.WriteAllTextAsync(Path.Combine(Folder, "cyrus.conf"), Services());
        (string, string)[] environment =
        [
            ("LD_LIBRARY_PATH", $"{Libraries}:{Path.Combine(Unpacked, "usr", "lib", "cyrus")}"), ("CYRUS_PREFIX", ""),
            ("SASL_PATH", $"{Path.Combine(Libraries, "sasl2")}:/usr/lib/{Path.GetFileName(Libraries)}/sasl2"),
        ];
        foreach (var number in Enumerable.Range(1, Users))
        {
            var added = Launch(["/bin/sh", "-c", $"printf %s {Password} | {Path.Combine(Unpacked, "usr", "sbin", "saslpasswd2")} -p -c -f {Folder}/sasldb2 -u localhost u{number}"], environment);
            await added.WaitForExitAsync();
        }

        await StopAsync();
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await user.GiveAsync(Folder, CancellationToken.None);
        Launch(user.As(Program("master"), "-C", $"{Folder}/imapd.conf", "-M", $"{Folder}/cyrus.conf", "-p", $"{Folder}/master.pid", "-D"), environment);
    }

    string Program(string name) => Path.Combine(Unpacked, "usr", "lib", "cyrus", "bin", name);

    string Settings(string user) => $"""
        configdirectory: {Folder}/conf
        defaultpartition: default
        partition-default: {Folder}/spool
        cyrus_user: {user}
        proc_path: {Folder}/run/proc
        mboxname_lockpath: {Folder}/run/lock
        lmtpsocket: {Folder}/run/lmtp.sock
        idlesocket: {Folder}/run/idle.sock
        notifysocket: {Folder}/run/notify.sock
        servername: localhost
        altnamespace: yes
        unixhierarchysep: yes
        virtdomains: off
        allowplaintext: yes
        sasl_mech_list: PLAIN LOGIN
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: {Folder}/sasldb2
        tls_server_cert: {Tls.Certificate}
        tls_server_key: {Tls.Key}
        autocreate_quota: 0
        autocreate_post: 1
        conversations: no
        imapidlepoll: 60
        duplicatesuppression: 0
        syslog_prefix: helpdesktests

        """;

    string Services() => $$"""
        START {
          recover cmd="{{Program("ctl_cyrusdb")}} -C {{Folder}}/imapd.conf -r"
        }
        SERVICES {
          imap cmd="{{Program("imapd")}} -C {{Folder}}/imapd.conf -U 30" listen="127.0.0.1:{{Port}}" prefork=0 maxchild=50
          imaps cmd="{{Program("imapd")}} -C {{Folder}}/imapd.conf -s -U 30" listen="127.0.0.1:{{TlsPort}}" prefork=0 maxchild=50
        }
        DAEMON {
          idled cmd="{{Program("idled")}} -C {{Folder}}/imapd.conf"
        }

        """;
}
