namespace Helpdesk.Demo;

/// <summary>A folder in the temporary folder, removed with all it holds when disposed.</summary>
sealed class TemporaryFolder(string prefix) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory(prefix).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
