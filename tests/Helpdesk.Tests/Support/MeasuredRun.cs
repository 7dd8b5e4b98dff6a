using System.Diagnostics;
using System.Globalization;

namespace Helpdesk.Tests.Support;

/// <summary>A run of the program and the most memory it held at any time.</summary>
public sealed record MeasuredRun(HelpdeskRun Run, long PeakBytes)
{
    public static async Task<MeasuredRun> OfAsync(string connection, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        using var process = Process.Start(HelpdeskRun.StartInfo(connection, settings, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var peak = 0L;
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended)
        {
            peak = Math.Max(peak, Peak(process.Id));
        }

        return new(new(process.ExitCode, await output, await errors), peak);
    }

    /// <summary>The kernel's own high-water mark (VmHWM of proc(5)); 0 once the process has gone.</summary>
    static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
