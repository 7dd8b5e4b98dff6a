using System.Runtime.InteropServices;
using System.Text;

namespace Helpdesk.Classification;

/// <summary>Puts a folder in the place of another in one step, so that whoever opens the name finds one of the two, whole.</summary>
static class FolderSwap
{
    /// <summary><c>RENAME_EXCHANGE</c> of renameat2(2).</summary>
    const uint Exchange = 2;

    /// <summary>"Relative to the working folder" for the ...at(2) calls.</summary>
    const int WorkingFolder = -100;

    /// <summary>Moves <paramref name="fresh"/> to <paramref name="place"/>; what stood there moves to <paramref name="old"/>, or goes.</summary>
    public static void Put(string fresh, string place, string? old = null)
    {
        if (!Directory.Exists(place))
        {
            Directory.Move(fresh, place);
            return;
        }

        // Some file systems cannot exchange (overlays of containers among them): then two renames, a moment apart.
        if (renameat2(WorkingFolder, Path(fresh), WorkingFolder, Path(place), Exchange) != 0)
        {
            var aside = $"{fresh}.old";
            Directory.Move(place, aside);
            Directory.Move(fresh, place);
            Directory.Move(aside, fresh);
        }

        if (old is null)
        {
            Directory.Delete(fresh, recursive: true);
            return;
        }

        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        Directory.Move(fresh, old);
    }

    /// <summary>As the system wants it: UTF-8 with a zero behind.</summary>
    static byte[] Path(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", SetLastError = true)]
    static extern int renameat2(int oldFolder, byte[] oldPath, int newFolder, byte[] newPath, uint flags);
}
