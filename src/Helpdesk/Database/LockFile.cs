namespace Helpdesk.Database;

/// <summary>An advisory lock on a file (<c>flock(2)</c>, which .NET takes for every open file), held until disposed or the process dies.</summary>
static class LockFile
{
    /// <summary>A twentieth of a second: a start is never held up noticeably, and waiting costs next to nothing.</summary>
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    /// <summary>EWOULDBLOCK, as .NET hands it on: somebody else holds the lock. Anything else (a read-only disk) would not change by waiting.</summary>
    const int Held = 11;

    public static Task<FileStream> SharedAsync(string path, CancellationToken stop) => TakeAsync(path, FileAccess.Read, FileShare.ReadWrite, stop);

    public static Task<FileStream> ExclusiveAsync(string path, CancellationToken stop) => TakeAsync(path, FileAccess.ReadWrite, FileShare.None, stop);

    static async Task<FileStream> TakeAsync(string path, FileAccess access, FileShare share, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, access, share);
            }
            catch (IOException e) when (e.HResult == Held)
            {
                await Task.Delay(Again, stop);
            }
        }
    }
}
