using Helpdesk.CommandLine;

namespace Helpdesk.Database;

/// <summary>The folder that holds what the program keeps on this machine: the embedded cluster, keys, exports.</summary>
/// <remarks>Setting <c>Helpdesk:DataFolder</c>; without it <c>.data</c> beside the solution, or beside the program where there is none.</remarks>
sealed class DataFolder(IConfiguration configuration)
{
    public string Path { get; } = System.IO.Path.GetFullPath(configuration["Helpdesk:DataFolder"] is { Length: > 0 } given ? given : System.IO.Path.Combine(Home, ".data"));

    /// <summary>The checkout's folder, or the program's own when it was published.</summary>
    public static string Home { get; } = FindHome();

    /// <summary>The path of a folder inside, made if missing.</summary>
    /// <exception cref="Refusal">The data folder cannot be written.</exception>
    public string Folder(string name)
    {
        try
        {
            var folder = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new Refusal($"The data folder {Path} cannot be written ({e.Message.TrimEnd('.')}); make it writable or name another with --data-folder.", e);
        }
    }

    static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Helpdesk.sln")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
