using System.Security.Cryptography;
using System.Text;
using Helpdesk.Messages;

namespace Helpdesk.Imports;

/// <summary>One mail in a file.</summary>
/// <param name="Key">A number that stays the same for the same mail of the same place, so that an import can be taken up again.</param>
/// <param name="Read">The raw bytes.</param>
sealed record MailSource(long Key, DateTimeOffset FileTime, Func<RawContent> Read)
{
    /// <summary>A megabyte; a larger mail stays in its file while it is read.</summary>
    public const int LargestInMemory = 1024 * 1024;

    /// <summary>A Maildir renames a file when a flag changes; what stands before the colon stays.</summary>
    public static MailSource OfFile(string file, string root)
    {
        var name = Path.GetRelativePath(root, file).Split(":2,")[0];
        name = name.StartsWith("new/", StringComparison.Ordinal) ? "cur/" + name[4..] : name;
        var key = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name))) & long.MaxValue;
        return new(key, new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero),
            () => Content(file));
    }

    static RawContent Content(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        if (file.Length > LargestInMemory)
        {
            return new(file);
        }

        using (file)
        {
            var mail = RentedStream.Of((int)file.Length);
            file.CopyTo(mail);
            return new(mail);
        }
    }
}
