using System.Buffers;
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
        // Encoded text is never shorter than the text itself, so the buffer is nearly always large enough at once.
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(left, (part.Content.Stream?.Length ?? 0) + 1));
        try
        {
            var length = 0;
            for (int read; left > 0 && (read = decoded.Read(bytes, length, Math.Min(left, bytes.Length - length))) > 0; left -= read)
            {
                length += read;
                if (length == bytes.Length)
                {
                    bytes = Larger(bytes);
                }
            }

            return Decode(bytes.AsSpan(0, length), part.ContentType.Charset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    static byte[] Larger(byte[] bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
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
