using System.Globalization;

namespace Helpdesk.Database;

/// <summary>The unprivileged user a server process runs as when we are root: PostgreSQL refuses root, and it is right.</summary>
/// <remarks>Root drops with <c>setpriv</c>. Where a folder above ours is closed to that user, the server keeps one capability: to pass through folders.</remarks>
sealed class ServerUser
{
    readonly string[] prefix;

    ServerUser(string? name, string[] prefix)
    {
        Name = name;
        this.prefix = prefix;
    }

    /// <summary>Null when the server runs as ourselves.</summary>
    public string? Name { get; }

    /// <summary>The command as that user.</summary>
    public IEnumerable<string> As(params IEnumerable<string> command) => [.. prefix, .. command];

    /// <summary>Finds the user for a server whose files lie in <paramref name="folder"/>: the folder's owner, else <paramref name="preferred"/>, else nobody.</summary>
    /// <exception cref="CommandLine.Refusal">We are root and that user cannot reach the folder.</exception>
    public static async Task<ServerUser> ForAsync(string folder, string preferred, CancellationToken stop)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null, []);
        }

        var owner = Directory.Exists(folder) ? await OwnerAsync(folder, stop) : "root";
        var name = owner != "root" ? owner : (await Tool.RunAsync(["id", "-u", preferred], stop)).ExitCode == 0 ? preferred : "nobody";
        var group = (await Tool.RunAsync(["id", "-g", name], stop)).Output.Trim();
        string[] drop = ["setpriv", $"--reuid={name}", $"--regid={group}", "--init-groups"];
        var parent = Path.GetDirectoryName(folder)!;
        if ((await Tool.RunAsync([.. drop, "--", "stat", Path.Combine(parent, ".")], stop)).ExitCode == 0)
        {
            return new(name, [.. drop, "--"]);
        }

        foreach (var capability in (string[])["dac_read_search", "dac_override"])
        {
            string[] passing = [.. drop, $"--inh-caps=+{capability}", $"--ambient-caps=+{capability}"];
            if ((await Tool.RunAsync([.. passing, "--", "stat", Path.Combine(parent, ".")], stop)).ExitCode == 0)
            {
                return new(name, [.. passing, "--"]);
            }
        }

        throw new CommandLine.Refusal($"The user {name}, as whom the server runs when we are root, cannot reach {parent}; open that folder to others (chmod o+x) or name another data folder.");
    }

    /// <summary>Gives a file or folder to that user; nothing to do when the server runs as ourselves.</summary>
    public async Task GiveAsync(string path, CancellationToken stop)
    {
        if (Name is not null)
        {
            await Tool.RunAsync(["chown", "-R", string.Create(CultureInfo.InvariantCulture, $"{Name}:"), path], stop);
        }
    }

    public static async Task<string> OwnerAsync(string path, CancellationToken stop) =>
        (await Tool.RunAsync(["stat", "-c", "%U", path], stop)).Output.Trim();
}
