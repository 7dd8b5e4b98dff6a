using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Helpdesk.Database;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Packaging;

/// <summary>The image's files, made by replaying the Dockerfile's COPY and RUN lines in a folder instead of a container engine.</summary>
/// <remarks>Each stage has a root of its own; absolute paths of the Dockerfile are read as paths below it. The base images stand for this machine: SDK, runtime, bash.</remarks>
public sealed partial class ImageTree(Servers servers) : IAsyncLifetime
{
    readonly TemporaryFolder folder = new("helpdesk-image-");
    readonly Dockerfile file = Dockerfile.Read();
    readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    readonly List<Process> started = [];
    string user = "";

    /// <summary>What the stage <c>helpdesk</c> holds: <c>app</c>, <c>data</c>, <c>usr/local/bin/helpdesk</c>.</summary>
    public string Root => Path.Combine(folder.Path, "helpdesk");

    public async ValueTask InitializeAsync()
    {
        await ShellAsync("chmod 755 .", folder.Path);
        // Only its own user may use the socket of the tests' PostgreSQL, so the image's user is that one when we are root.
        user = await OutputAsync($"stat -c %u '{new Npgsql.NpgsqlConnectionStringBuilder(servers.Connection).Host}'");
        foreach (var stage in (string[])["build", "helpdesk"])
        {
            await ReplayAsync(file[stage]);
        }

        Directory.CreateDirectory(Path.Combine(Root, "tmp"));
        await ShellAsync($"chown {user} tmp && chmod -R a-w app usr", Root);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in started.Where(p => !p.HasExited))
        {
            left.Kill();
            await left.WaitForExitAsync();
        }

        await ShellAsync("chmod -R u+w .", folder.Path);
        folder.Dispose();
    }

    /// <summary>Every file the image may not change, with its size and time.</summary>
    public IReadOnlyList<string> Files() =>
        [.. ((string[])["app", "usr"]).SelectMany(f => new DirectoryInfo(Path.Combine(Root, f)).EnumerateFiles("*", SearchOption.AllDirectories))
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.FullName} {f.Length} {f.LastWriteTimeUtc:O}")).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file that only the image's user can read.</summary>
    public async Task KeepSecretAsync(string file, string secret)
    {
        await File.WriteAllTextAsync(file, secret + "\n", TestContext.Current.CancellationToken);
        await ShellAsync($"chmod 600 '{file}' && chown {user} '{file}'", Root);
    }

    /// <summary>Starts the entry point with a command as the image's user, with the image's variables and these.</summary>
    public Process Start(IEnumerable<KeyValuePair<string, string>> settings, params string[] command)
    {
        string[] drop = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"] : [];
        var process = Run(settings, [.. drop, Inside("/usr/local/bin/" + file["helpdesk"].All("ENTRYPOINT").Single().Exec.Single()), .. command]);
        started.Add(process);
        return process;
    }

    /// <summary>Runs the image's health check once.</summary>
    public async Task<int> HealthAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        using var check = Run(settings, [.. file["helpdesk"].All("HEALTHCHECK").Single().Exec]);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        return check.ExitCode;
    }

    Process Run(IEnumerable<KeyValuePair<string, string>> settings, string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Inside("/data") };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
        start.Environment["TMPDIR"] = Inside("/tmp");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        foreach (var (name, value) in variables.Concat(settings))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    async Task ReplayAsync(Dockerfile.Stage stage)
    {
        var root = Path.Combine(folder.Path, stage.Name);
        var work = root;
        foreach (var top in (string[])["usr/local/bin", "app"])
        {
            Directory.CreateDirectory(Path.Combine(root, top));
        }

        foreach (var (word, text) in stage.Instructions)
        {
            switch (word)
            {
                case "WORKDIR":
                    work = Directory.CreateDirectory(root + text).FullName;
                    break;
                case "COPY":
                    await CopyAsync(text, root, work);
                    break;
                case "RUN" when text.StartsWith("apt-get ", StringComparison.Ordinal):
                    break; // this machine has the packages: 'helpdesk test' installed them
                case "RUN":
                    await ShellAsync(Absolute().Replace(text, $"{root}/$1"), work);
                    break;
                case "ENV":
                    foreach (var (name, value) in text.Split(' ').Select(v => v.Split('=')).Select(v => (v[0], v[1])))
                    {
                        variables[name] = Absolute().Replace(value, $"{root}/$1");
                    }

                    break;
                case "USER" or "VOLUME" or "EXPOSE" or "HEALTHCHECK" or "ENTRYPOINT" or "CMD":
                    break;
                default:
                    Assert.Fail($"The replay does not know {word}; teach it.");
                    break;
            }
        }
    }

    async Task CopyAsync(string text, string root, string work)
    {
        var words = text.Split(' ');
        var from = words[0].StartsWith("--from=", StringComparison.Ordinal) ? Path.Combine(folder.Path, words[0]["--from=".Length..]) : Dockerfile.Home;
        var target = words[^1].StartsWith('/') ? root + words[^1] : Path.Combine(work, words[^1]);
        Directory.CreateDirectory(target);
        foreach (var source in words[..^1].Where(w => !w.StartsWith("--", StringComparison.Ordinal)))
        {
            var path = Path.Combine(from, source.TrimStart('/'));
            await ShellAsync($"cp -R '{(Directory.Exists(path) ? path.TrimEnd('/') + "/." : path)}' '{target}'", work);
        }
    }

    string Inside(string path) => Root + path;

    async Task ShellAsync(string command, string work)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = work };
        start.Environment["APP_UID"] = user;
        // No build server stays behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command}: exit code {process.ExitCode}\n{await output}{await errors}");
    }

    static async Task<string> OutputAsync(string command) =>
        (await Tool.RunAsync(["bash", "-c", command], TestContext.Current.CancellationToken)).Output.Trim();

    [GeneratedRegex(@"(?<![\w./-])/(source|app|data|usr/local/bin)\b")]
    private static partial Regex Absolute();
}
