using System.Security.Cryptography;
using System.Text;

namespace Helpdesk.Messages;

/// <summary>What makes two deliveries one message: Message-ID and content, hashed.</summary>
/// <remarks>
/// Over the decoded text with white space folded, because servers rewrap, re-encode and re-draw part boundaries of
/// one message; never over the trace headers (Received, Delivered-To), which differ at every place.
/// </remarks>
static class Fingerprint
{
    public static byte[] Of(string? messageId, string? date, string from, IEnumerable<string> recipients, string subject, string body, IEnumerable<string> attachments)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // With a Message-ID the recipients add nothing, and lists expand them differently at each place.
        foreach (var part in (string[])[messageId ?? "", date?.Trim() ?? "", from, messageId is null ? string.Join(',', recipients) : "", subject, body, string.Join('/', attachments)])
        {
            Append(hash, part);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Of bytes that could not be read as a mail.</summary>
    public static byte[] OfUnreadable(RawContent raw)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("unreadable\0"u8);
        hash.AppendData(SHA256.HashData(raw.Open()));
        return hash.GetHashAndReset();
    }

    /// <summary>Of a mail of which nothing could be had but its place.</summary>
    public static byte[] OfPlace(int folder, uint uidValidity, long uid) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"place\0{folder}\0{uidValidity}\0{uid}")));

    /// <summary>A short hash of a Message-ID (16 bytes), for finding a thread's earlier messages whatever an id's length.</summary>
    public static byte[] OfMessageId(string messageId) => SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[..16];

    static void Append(IncrementalHash hash, string text)
    {
        // Room for a space and a pair behind the mark at which the buffer is emptied; a pair is never parted.
        const int Mark = 250;
        Span<char> folded = stackalloc char[Mark + 6];
        Span<byte> bytes = stackalloc byte[4 * (Mark + 6)];
        var used = 0;
        var begun = false;
        var space = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c == '\u200B')
            {
                space = begun;
                continue;
            }

            if (space)
            {
                folded[used++] = ' ';
            }

            (begun, space) = (true, false);
            folded[used++] = c;
            if (used >= Mark && !char.IsHighSurrogate(c))
            {
                hash.AppendData(bytes[..Encoding.UTF8.GetBytes(folded[..used], bytes)]);
                used = 0;
            }
        }

        hash.AppendData(bytes[..Encoding.UTF8.GetBytes(folded[..used], bytes)]);
        hash.AppendData("\0"u8);
    }
}
