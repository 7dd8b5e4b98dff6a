using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Demo;

namespace Helpdesk.Tests.Support;

/// <summary>A file system of a few megabytes that really runs full; mounting needs root, as here or by sudo.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    static readonly string[] AsRoot = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];

    readonly TemporaryFolder folder = new("helpdesk-disk-");

    SmallDisk()
    {
    }

    public string Path => folder.Path;

    string Filling => System.IO.Path.Combine(Path, "filling");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        var mounted = await Tool.RunAsync([.. AsRoot, "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0777"), "tmpfs", disk.Path], CancellationToken.None);
        Assert.True(mounted.ExitCode == 0, $"a small file system cannot be mounted: {mounted.Errors}");
        return disk;
    }

    /// <summary>Takes all the room that is left, but for some megabytes.</summary>
    public void Fill(int leaving = 0)
    {
        using var file = File.Create(Filling);
        var block = new byte[64 << 10];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as wished.
        }

        file.SetLength(Math.Max(0, file.Length - ((long)leaving << 20)));
    }

    public void MakeRoom() => File.Delete(Filling);

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync([.. AsRoot, "umount", "-l", Path], CancellationToken.None);
        folder.Dispose();
    }
}
