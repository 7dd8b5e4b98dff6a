using System.Diagnostics;
using System.Globalization;
using Helpdesk.Database;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>A real worker process on its own database, and what it uses.</summary>
sealed class BenchWorker : IAsyncDisposable
{
    readonly Process process;

    BenchWorker(Process process) => this.process = process;

    public TimeSpan Processor => ProcessCost.ProcessorOf(process.Id);

    public long Memory => ProcessCost.Status(process.Id, "VmRSS:");

    public long PeakMemory => ProcessCost.Status(process.Id, "VmHWM:");

    public static BenchWorker Start(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine.Refusal).Assembly.Location, "worker"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return new(process);
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync(["kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
