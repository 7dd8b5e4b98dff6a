namespace Helpdesk.Messages;

/// <summary>A large mail's bytes on disk in a file without a name, so that a killed process leaves nothing behind.</summary>
sealed class NamelessFile : FileStream
{
    bool kept;

    NamelessFile(string path)
        : base(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete) => File.Delete(path);

    public static NamelessFile Create() => new(Path.Combine(Path.GetTempPath(), $"helpdesk-mail-{Guid.NewGuid():N}"));

    /// <summary>The bytes stay until <see cref="Forget"/>, whoever disposes of the stream that they came in.</summary>
    public void Keep() => kept = true;

    /// <summary>Gives the disk back.</summary>
    public void Forget()
    {
        kept = false;
        Dispose();
    }

    public override ValueTask DisposeAsync() => kept ? ValueTask.CompletedTask : base.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (!kept)
        {
            base.Dispose(disposing);
        }
    }
}
