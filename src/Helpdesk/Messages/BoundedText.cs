using System.Text;
using MimeKit;

namespace Helpdesk.Messages;

/// <summary>The text of a mail's MIME parts, decoded as far as anybody could want to read; one for each mail.</summary>
sealed class BoundedText
{
    /// <summary>8 MB of bytes in all its parts: a mail of 150 MB of text costs no more memory than this.</summary>
    const int MostBytes = 8 * 1024 * 1024;

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    int left = MostBytes;

    /// <summary>In the part's own charset; where that is missing, unknown or wrong, UTF-8, else Windows-1252, which reads any byte.</summary>
    public string Of(TextPart part)
    {
        if (part.Content is null || left == 0)
        {
            return "";
        }

        using var decoded = part.Content.Open();
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; left > 0 && (read = decoded.Read(buffer, 0, Math.Min(left, buffer.Length))) > 0; left -= read)
        {
            kept.Write(buffer, 0, read);
        }

        return Decode(kept.GetBuffer().AsSpan(0, (int)kept.Length), part.ContentType.Charset);
    }

    static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        try
        {
            // Mail that says ISO 8859-1 is written in Windows-1252, which adds dashes and curly quotes (WHATWG Encoding, section 4.2).
            if (charset?.ToLowerInvariant() is { } name and not ("utf-8" or "us-ascii"))
            {
                return Encoding.GetEncoding(name is "iso-8859-1" or "latin1" ? "windows-1252" : name).GetString(bytes);
            }
        }
        catch (ArgumentException)
        {
            // A charset nobody knows: read on as if none were named.
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1252).GetString(bytes);
        }
    }
}
