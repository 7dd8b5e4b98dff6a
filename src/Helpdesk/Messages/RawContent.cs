namespace Helpdesk.Messages;

/// <summary>A mail's raw bytes: in memory, or in a temporary file when the mail is large; the file goes when this is disposed.</summary>
sealed class RawContent : IDisposable
{
    readonly byte[]? bytes;
    readonly FileStream? file;

    public RawContent(byte[] bytes)
    {
        this.bytes = bytes;
        Length = bytes.Length;
    }

    RawContent(FileStream file)
    {
        this.file = file;
        Length = file.Length;
    }

    public long Length { get; }

    /// <summary>Takes over a temporary file.</summary>
    public static RawContent OfFile(string path) =>
        new(new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.DeleteOnClose }));

    /// <summary>The bytes from the start; the stream is seekable and need not be disposed.</summary>
    public Stream Open()
    {
        if (file is null)
        {
            return new MemoryStream(bytes!, writable: false);
        }

        file.Position = 0;
        return file;
    }

    public void Dispose() => file?.Dispose();
}
