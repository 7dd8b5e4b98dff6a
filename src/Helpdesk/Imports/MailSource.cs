using System.Security.Cryptography;
using System.Text;
using Helpdesk.CommandLine;

namespace Helpdesk.Imports;

/// <summary>Mail in files: an mbox, a Maildir, or a folder of .eml files.</summary>
/// <param name="Key">A number that stays the same for the same mail of the same source, so that an import can be taken up again.</param>
/// <param name="Read">The raw bytes.</param>
sealed record MailSource(long Key, DateTimeOffset FileTime, Func<byte[]> Read)
{
    /// <summary>The mails of a path, in a stable order.</summary>
    /// <exception cref="Refusal">There is nothing at the path that holds mail.</exception>
    public static IReadOnlyList<MailSource> At(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? [OfFile(path, Path.GetDirectoryName(Path.GetFullPath(path))!)] : Mbox.Read(path);
        }

        if (!Directory.Exists(path))
        {
            throw new Refusal($"There is nothing at {path}; name an mbox file, a Maildir or a folder of .eml files.");
        }

        string[] maildir = [.. ((string[])["cur", "new"]).Select(p => Path.Combine(path, p)).Where(Directory.Exists)];
        var files = maildir.Length > 0
            ? maildir.SelectMany(p => Directory.EnumerateFiles(p))
            : Directory.EnumerateFiles(path, "*.eml", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive });
        MailSource[] mails = [.. files.Order(StringComparer.Ordinal).Select(f => OfFile(f, path))];
        return mails.Length > 0 ? mails : throw new Refusal($"The folder {path} has no mail: neither cur and new (a Maildir) nor .eml files.");
    }

    /// <summary>A Maildir renames a file when a flag changes; what stands before the colon stays.</summary>
    static MailSource OfFile(string file, string root)
    {
        var name = Path.GetRelativePath(root, file).Split(":2,")[0];
        name = name.StartsWith("new/", StringComparison.Ordinal) ? "cur/" + name[4..] : name;
        var key = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name))) & long.MaxValue;
        return new(key, new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero), () => File.ReadAllBytes(file));
    }
}
