using System.Security.Cryptography;
using System.Text;
using Helpdesk.CommandLine;

namespace Helpdesk.Imports;

/// <summary>A place with mail in files: an mbox, a Maildir, or a folder of .eml files.</summary>
/// <param name="Name">Tells the place from any other, also from one of the same file name, so that an import can be taken up again and no other is mistaken for it.</param>
sealed record MailFiles(string Name, IReadOnlyList<MailSource> Mails)
{
    /// <summary>The mails of a path, in a stable order.</summary>
    /// <exception cref="Refusal">There is nothing at the path that holds mail.</exception>
    public static MailFiles At(string path)
    {
        var whole = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            return path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
                ? new(Named(whole, Encoding.UTF8.GetBytes(Path.GetDirectoryName(whole)!)), [MailSource.OfFile(whole, Path.GetDirectoryName(whole)!)])
                : Mbox.Read(path) is var (head, mails) ? new(Named(whole, head), mails) : throw new Refusal($"{path} is no mbox: its first line does not start with 'From '.");
        }

        if (!Directory.Exists(path))
        {
            throw new Refusal($"There is nothing at {path}; name an mbox file, a Maildir or a folder of .eml files.");
        }

        string[] maildir = [.. ((string[])["cur", "new"]).Select(p => Path.Combine(whole, p)).Where(Directory.Exists)];
        var files = maildir.Length > 0
            ? maildir.SelectMany(p => Directory.EnumerateFiles(p))
            : Directory.EnumerateFiles(whole, "*.eml", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive });
        MailSource[] found = [.. files.Order(StringComparer.Ordinal).Select(f => MailSource.OfFile(f, whole))];
        return found.Length > 0 ? new(Named(whole, Encoding.UTF8.GetBytes(whole)), found) : throw new Refusal($"The folder {path} has no mail: neither cur and new (a Maildir) nor .eml files.");
    }

    static string Named(string path, byte[] what) => $"import {Path.GetFileName(path)} {Convert.ToHexStringLower(SHA256.HashData(what))[..8]}";
}
