using System.Globalization;
using Helpdesk.Demo;
using MimeKit;

namespace Helpdesk.Tests.Support;

/// <summary>A mailbox on the tests' Dovecot: a Maildir to drop mail into, and the settings to poll it.</summary>
public sealed class TestMailbox(string mailFolder, string user, string name, int port, string password)
{
    int number;

    public string Name => name;

    public string User => user;

    /// <summary>Puts a mail into the INBOX; <paramref name="receivedAt"/> becomes its INTERNALDATE.</summary>
    public string Deliver(byte[] raw, DateTimeOffset receivedAt, string? folder = null, string flags = "")
    {
        var maildir = Folder(folder);
        var file = Path.Combine(maildir, "cur", string.Create(CultureInfo.InvariantCulture, $"{1_000_000_000 + ++number}.M{number:D6}.test:2,{flags}"));
        File.WriteAllBytes(file, raw);
        File.SetLastWriteTimeUtc(file, receivedAt.UtcDateTime);
        OpenToAll(maildir);
        return file;
    }

    public string Deliver(MimeMessage message, DateTimeOffset receivedAt, string? folder = null, string flags = "")
    {
        using var bytes = new MemoryStream();
        message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, bytes);
        return Deliver(bytes.ToArray(), receivedAt, folder, flags);
    }

    /// <summary>Puts many mails into the INBOX, a minute apart.</summary>
    public void DeliverAll(IEnumerable<MimeMessage> messages, DateTimeOffset first)
    {
        var maildir = Folder(null);
        foreach (var message in messages)
        {
            var path = Path.Combine(maildir, "cur", string.Create(CultureInfo.InvariantCulture, $"{1_000_000_000 + ++number}.M{number:D6}.test:2,"));
            message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, path);
            File.SetLastWriteTimeUtc(path, first.AddMinutes(number).UtcDateTime);
        }

        OpenToAll(maildir);
    }

    /// <summary>The names of the mail files, which carry the flags.</summary>
    public IReadOnlyList<string> Files(string? folder = null) =>
        [.. Directory.GetFiles(Path.Combine(Folder(folder), "cur")).Concat(Directory.GetFiles(Path.Combine(Folder(folder), "new"))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Forgets the server's UIDs: the folder comes back under another UIDVALIDITY.</summary>
    /// <remarks>Dovecot's own note of the last UIDVALIDITY stays, so that it counts on; without it the clock's second decides, and two polls may share one.</remarks>
    public void ChangeUidValidity()
    {
        foreach (var file in Directory.GetFiles(Folder(null), "dovecot*").Where(f => !Path.GetFileName(f).StartsWith("dovecot-uidvalidity", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    /// <summary>The settings of this mailbox as the block with this number.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(int index = 0)
    {
        yield return new($"Mailboxes__{index}__Name", name);
        yield return new($"Mailboxes__{index}__Host", "127.0.0.1");
        yield return new($"Mailboxes__{index}__Port", port.ToString(CultureInfo.InvariantCulture));
        yield return new($"Mailboxes__{index}__Security", "None");
        yield return new($"Mailboxes__{index}__User", user);
        yield return new($"Mailboxes__{index}__Password", password);
    }

    string Folder(string? folder)
    {
        var inbox = PrivateDovecot.Inbox(mailFolder, user);
        OpenToAll(Path.GetDirectoryName(inbox)!);
        if (folder is null)
        {
            return inbox;
        }

        var maildir = Path.Combine(inbox, "." + folder);
        foreach (var part in (string[])["cur", "new", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(maildir, part));
        }

        return maildir;
    }

    /// <summary>As root we write as root, while the server runs as somebody else, who must be able to write beside our files.</summary>
    static void OpenToAll(string folder)
    {
        foreach (var entry in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            File.SetUnixFileMode(entry, (UnixFileMode)0x1FF);
        }
    }
}
