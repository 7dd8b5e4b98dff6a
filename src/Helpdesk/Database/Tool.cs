using System.Diagnostics;

namespace Helpdesk.Database;

/// <summary>A program of the operating system, run to its end.</summary>
static class Tool
{
    /// <summary>What a finished program left: its exit code and what it printed.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Errors);

    /// <summary>Runs a program and waits for it; <paramref name="quiet"/> gives it no pipe, for programs that leave a server behind.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not installed.</exception>
    public static async Task<Outcome> RunAsync(IEnumerable<string> command, CancellationToken stop, bool quiet = false)
    {
        string[] words = [.. command];
        // A server that inherited our pipes would keep them open for ever; the shell closes them for it.
        string[] line = quiet ? ["/bin/sh", "-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", .. words] : words;
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = !quiet,
            RedirectStandardError = !quiet,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = quiet ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync(stop);
        var errors = quiet ? Task.FromResult("") : process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new(process.ExitCode, await output, await errors);
    }
}
