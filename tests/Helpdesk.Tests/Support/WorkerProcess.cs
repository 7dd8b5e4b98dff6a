using System.Diagnostics;
using System.Text;

namespace Helpdesk.Tests.Support;

/// <summary>A real <c>helpdesk worker</c>, or another verb that runs on, and what it has logged so far.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder log = new();

    WorkerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    public IReadOnlyList<string> LogLines(string with) => [.. Log.Split('\n').Where(l => l.Contains(with, StringComparison.Ordinal))];

    public static WorkerProcess Start(string connection, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var process = Process.Start(HelpdeskRun.StartInfo(connection, settings, arguments is [] ? ["worker"] : arguments))!;
        var worker = new WorkerProcess(process);
        process.OutputDataReceived += worker.Keep;
        process.ErrorDataReceived += worker.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Kills it as a power cut would, without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> EndAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await Helpdesk.Database.Tool.RunAsync(["kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], CancellationToken.None);
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Waits until something holds; fails with the worker's log when it does not within two minutes.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            if (patience.IsCancellationRequested || process.HasExited)
            {
                Assert.Fail($"{what} never came to be; the worker {(process.HasExited ? $"ended with {process.ExitCode}" : "runs")} and said:\n{Log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (log)
        {
            log.AppendLine(line.Data);
        }
    }
}
