using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Database;

/// <summary>A data folder that may not be written, seen by a user who has no way round it.</summary>
public sealed class ReadOnlyFolderTests
{
    [Fact]
    public async Task A_read_only_data_folder_is_named()
    {
        using var folder = new TemporaryFolder("helpdesk-read-only-");
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        (await AsNobodyAsync("migrate", "--data-folder", folder.Path)).Refused($"The data folder {folder.Path} cannot be written", "--data-folder");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_cluster_of_somebody_else_s_is_left_alone()
    {
        await using var folder = new ClusterFolder();
        (await folder.RunAsync("user", "add", "ada")).Succeeded();
        await folder.StoppedAsync();
        File.SetUnixFileMode(folder.Parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        if (!Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(folder.Postgres, UnixFileMode.UserRead | UnixFileMode.UserExecute); // our own cluster, closed to ourselves
        }

        (await AsNobodyAsync("user", "list", "--data-folder", folder.Path)).Refused("cannot be written", "--data-folder");

        File.SetUnixFileMode(folder.Postgres, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    /// <summary>Runs the program as a user without rights: as root we become nobody, who may pass through the folders above the program; else we are such a user.</summary>
    static async Task<HelpdeskRun> AsNobodyAsync(params string[] arguments)
    {
        var start = HelpdeskRun.StartInfo(null, [new("HOME", "/nonexistent")], arguments);
        if (Environment.IsPrivilegedProcess)
        {
            string[] command = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--", start.FileName, .. start.ArgumentList];
            start.FileName = "setpriv";
            start.ArgumentList.Clear();
            foreach (var word in command)
            {
                start.ArgumentList.Add(word);
            }
        }

        return await HelpdeskRun.OfAsync(start);
    }
}
