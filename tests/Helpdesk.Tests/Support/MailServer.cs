using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Helpdesk.Database;
using Helpdesk.Demo;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace Helpdesk.Tests.Support;

/// <summary>A real IMAP server as a private process: two ports, one plain with STARTTLS and one for TLS, users u1, u2, ... with one password.</summary>
public abstract class MailServer(string name) : IAsyncLifetime
{
    public const string Password = "copper-kettle-on-a-stove";

    protected const int Users = 20;

    readonly TemporaryFolder folder = new($"helpdesk-{name}-");
    readonly List<Process> processes = [];
    int used;

    public int Port { get; } = DemoPlan.FreePort();

    public int TlsPort { get; } = DemoPlan.FreePort();

    /// <summary>The private authority behind the server's certificate.</summary>
    public string CertificateFile => Tls.Authority;

    public PrivateAuthority.Files Tls { get; private set; } = null!;

    protected string Folder => folder.Path;

    /// <summary>Where the server's files are that <c>./helpdesk test</c> unpacked from its Debian packages.</summary>
    protected string Unpacked => Path.Combine(DataFolder.Home, "artifacts", "servers", name);

    /// <summary>Why the server cannot run here; null when it can.</summary>
    protected virtual string? Obstacle => File.Exists(Path.Combine(Unpacked, "unpacked")) ? null : $"{name} is not unpacked in {Unpacked}; ./helpdesk test does that";

    protected abstract Task StartAsync();

    public async ValueTask InitializeAsync()
    {
        Tls = PrivateAuthority.Make(Path.Combine(Folder, "tls"));
        if (Obstacle is not null)
        {
            return;
        }

        await StartAsync();
        await ReadyAsync(Port);
        await ReadyAsync(TlsPort);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        await CleanAsync();
        folder.Dispose();
    }

    protected async Task StopAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                await Tool.RunAsync(["kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        processes.Clear();
    }

    protected virtual Task CleanAsync() => Task.CompletedTask;

    /// <summary>Goes on when the server can run here; else says that it is unmeasured, and fails where everything must be measured.</summary>
    public void Needed()
    {
        if (Obstacle is { } obstacle)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"unmeasured: {obstacle}");
            Assert.Skip($"unmeasured: {obstacle}");
        }
    }

    /// <summary>The next user whose mailbox nobody has touched.</summary>
    public string NextUser() => $"u{Interlocked.Increment(ref used)}";

    public IEnumerable<KeyValuePair<string, string?>> Settings(string user, string security = "None", int index = 0) =>
    [
        new($"Mailboxes__{index}__Name", $"box {user}"), new($"Mailboxes__{index}__Host", security == "None" ? "127.0.0.1" : "localhost"),
        new($"Mailboxes__{index}__Port", (security == "Tls" ? TlsPort : Port).ToString(CultureInfo.InvariantCulture)),
        new($"Mailboxes__{index}__Security", security), new($"Mailboxes__{index}__User", user), new($"Mailboxes__{index}__Password", Password),
    ];

    /// <summary>Puts mails into the INBOX, by APPEND where a server has no better way.</summary>
    /// <returns>How many the server took; some refuse what is broken.</returns>
    public virtual async Task<int> AppendAsync(string user, IEnumerable<(byte[] Raw, DateTimeOffset At, bool Seen)> mails)
    {
        using var imap = await RawImap.OpenAsync(Port, user, Password);
        var taken = 0;
        foreach (var (raw, at, seen) in mails)
        {
            taken += await imap.AppendAsync(raw, at, seen ? "\\Seen" : "") ? 1 : 0;
        }

        return taken;
    }

    public Task<int> AppendAsync(string user, params IEnumerable<MimeMessage> mails) => AppendAsync(user, mails.Select(m => (Bytes(m), Some.Moment, false)));

    /// <summary>Every mail's UID and flags, and the folder's modification sequence where there is one: what a reader must not change.</summary>
    public async Task<string> TracesAsync(string user)
    {
        using var client = await OpenAsync(user);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        var mails = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags);
        var traces = $"{string.Join(' ', mails.Select(m => $"{m.UniqueId.Id}:{m.Flags & ~MessageFlags.Recent}"))} modseq {client.Inbox.HighestModSeq}";
        await client.DisconnectAsync(true);
        return traces;
    }

    public async Task<ImapClient> OpenAsync(string user)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, Password);
        return client;
    }

    public static byte[] Bytes(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, bytes);
        return bytes.ToArray();
    }

    protected Process Launch(IEnumerable<string> command, params IEnumerable<(string Name, string Value)> environment)
    {
        string[] words = [.. command];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$LOG\" 2>&1", "sh", .. words]) { WorkingDirectory = "/" };
        start.Environment["LOG"] = Path.Combine(Folder, "server.log");
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    async Task ReadyAsync(int port)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (processes.TrueForAll(p => !p.HasExited))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
            catch (SocketException)
            {
                Assert.Fail($"{name} does not start: {await File.ReadAllTextAsync(Path.Combine(Folder, "server.log"))}");
            }
        }
    }
}
