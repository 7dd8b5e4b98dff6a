namespace Helpdesk.CommandLine;

/// <summary>A file that holds one secret: looked at before it is trusted, read when it is needed.</summary>
static class SecretFile
{
    /// <summary>Where a container engine mounts secrets and sets the rights itself; nobody else is inside to read them.</summary>
    const string ContainerSecrets = "/run/secrets/";

    /// <summary>What is wrong with the file, as a sentence that names the setting; null when it may be used.</summary>
    public static string? Problem(string setting, string path)
    {
        if (!File.Exists(path))
        {
            return $"{setting} is {path}, and there is no such file.";
        }

        var full = Path.GetFullPath(path);
        return !full.StartsWith(ContainerSecrets, StringComparison.Ordinal) && File.GetUnixFileMode(full).HasFlag(UnixFileMode.OtherRead)
            ? $"{setting} is {path}, which everybody on this machine can read; run 'chmod 600 {path}'."
            : null;
    }

    /// <summary>The secret without its line end.</summary>
    /// <exception cref="Refusal">The file is missing, open to everybody, or closed to us.</exception>
    public static async Task<string> ReadAsync(string setting, string path, CancellationToken stop)
    {
        if (Problem(setting, path) is { } problem)
        {
            throw new Refusal(problem);
        }

        try
        {
            return (await File.ReadAllTextAsync(path, stop)).TrimEnd('\r', '\n');
        }
        catch (UnauthorizedAccessException e)
        {
            throw new Refusal($"{setting} is {path}, which this program may not read; give the file to the user it runs as.", e);
        }
    }
}
