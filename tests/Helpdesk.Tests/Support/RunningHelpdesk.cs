using System.Diagnostics;
using System.Globalization;
using Helpdesk.Database;

namespace Helpdesk.Tests.Support;

/// <summary>The program while it runs (<c>serve</c>, <c>worker</c>): started and ready; stopped in order when disposed, or killed.</summary>
public sealed class RunningHelpdesk : IAsyncDisposable
{
    readonly Process process;
    readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<string> lines = [];

    RunningHelpdesk(Process process) => this.process = process;

    /// <summary>Where the pages answer.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    public int Id => process.Id;

    /// <summary>All it said on both channels.</summary>
    public string Said
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
    }

    /// <summary>Serves the pages on a free port, without the worker.</summary>
    public static async Task<RunningHelpdesk> ServeAsync(string? connection, IEnumerable<KeyValuePair<string, string?>> settings, params string[] more)
    {
        var running = await StartAsync(connection, settings, "helpdesk: serving ", ["serve", "--no-worker", "--urls", "http://127.0.0.1:0", .. more]);
        running.Address = new(running.ready.Task.Result.Split("serving ")[1].Split(';')[0]);
        return running;
    }

    /// <summary>Runs a verb until it says that it is ready.</summary>
    public static async Task<RunningHelpdesk> StartAsync(string? connection, IEnumerable<KeyValuePair<string, string?>> settings, string readyWord, params string[] arguments)
    {
        var running = new RunningHelpdesk(Process.Start(HelpdeskRun.StartInfo(connection, settings, arguments))!);
        running.process.OutputDataReceived += (_, e) => running.Hear(e.Data, readyWord);
        running.process.ErrorDataReceived += (_, e) => running.Hear(e.Data, readyWord);
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        var ended = running.process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(running.ready.Task, ended) == ended && !running.ready.Task.IsCompleted)
        {
            Assert.Fail($"ended with {running.process.ExitCode} before it was ready: {running.Said}");
        }

        return running;
    }

    /// <summary>SIGKILL: no last word, no cleaning up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Tool.RunAsync(["kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    void Hear(string? line, string readyWord)
    {
        if (line is null)
        {
            return;
        }

        lock (lines)
        {
            lines.Add(line);
        }

        if (line.Contains(readyWord, StringComparison.Ordinal))
        {
            ready.TrySetResult(line);
        }
    }
}
