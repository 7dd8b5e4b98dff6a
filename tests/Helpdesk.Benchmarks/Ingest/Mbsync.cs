using System.Globalization;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>The peer: mbsync (isync) copies the mailbox into a new Maildir, and neither reads nor classifies it.</summary>
static class Mbsync
{
    public static async Task<ProcessCost> RunAsync(string folder, int port, string user, string password, string authority, bool sync)
    {
        var target = Path.Combine(folder, $"mbsync-{Guid.NewGuid():N}");
        Directory.CreateDirectory(target);
        var configuration = Path.Combine(target, "mbsyncrc");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            FSync {(sync ? "yes" : "no")}
            IMAPAccount bench
            Host localhost
            Port {port}
            User {user}
            Pass {password}
            SSLType IMAPS
            CertificateFile {authority}
            DisableExtension COMPRESS=DEFLATE

            IMAPStore remote
            Account bench

            MaildirStore local
            Path {target}/
            Inbox {target}/INBOX

            Channel bench
            Far :remote:
            Near :local:
            Patterns INBOX
            Sync Pull
            Create Near
            SyncState *

            """));
        var cost = await ProcessCost.RunAsync(["mbsync", "-q", "-c", configuration, "bench"], []);
        Directory.Delete(target, recursive: true);
        return cost;
    }
}
