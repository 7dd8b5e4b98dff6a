namespace Helpdesk.Messages;

/// <summary>A mail's raw bytes: in memory, or in a file when the mail is large.</summary>
sealed class RawContent : IDisposable
{
    readonly byte[]? bytes;
    readonly RentedStream? rented;
    readonly FileStream? file;

    public RawContent(byte[] bytes)
    {
        this.bytes = bytes;
        Length = bytes.Length;
    }

    /// <summary>Takes over a borrowed buffer.</summary>
    public RawContent(RentedStream rented)
    {
        this.rented = rented;
        Length = rented.Length;
    }

    /// <summary>Takes over an open file.</summary>
    public RawContent(FileStream file)
    {
        this.file = file;
        Length = file.Length;
    }

    public long Length { get; }

    /// <summary>The bytes from the start; the stream is seekable and need not be disposed.</summary>
    public Stream Open()
    {
        if (file is null)
        {
            return rented?.Reader(Length) ?? new MemoryStream(bytes!, writable: false);
        }

        file.Position = 0;
        return file;
    }

    public void Dispose()
    {
        rented?.Return();
        if (file is NamelessFile spilled)
        {
            spilled.Forget();
        }
        else
        {
            file?.Dispose();
        }
    }
}
