using System.Diagnostics;
using System.Globalization;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>What a whole process took: wall time, processor time, peak memory.</summary>
sealed record ProcessCost(TimeSpan Wall, TimeSpan Processor, long PeakBytes, string Output)
{
    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProcessCost> RunAsync(IEnumerable<string> command, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        string[] words = [.. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        TimeSpan processor = default;
        var ended = process.WaitForExitAsync();
        // Looked at fifty times a second, since the kernel keeps no account of a process that has gone.
        while (await Task.WhenAny(ended, Task.Delay(20)) != ended)
        {
            peak = Math.Max(peak, Status(process.Id, "VmHWM:"));
            processor = ProcessorOf(process.Id) is { Ticks: > 0 } now ? now : processor;
        }

        var wall = Stopwatch.GetElapsedTime(began);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}: {await errors}");
        }

        return new(wall, processor, peak, await output);
    }

    /// <summary>A field of a process's status in bytes; 0 once it has gone.</summary>
    public static long Status(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Processor time of a process so far; none once it has gone.</summary>
    public static TimeSpan ProcessorOf(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
            // Fields 14 and 15 of proc(5), counted from behind the name; a tick is a hundredth of a second on Linux.
            return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return default;
        }
    }
}
