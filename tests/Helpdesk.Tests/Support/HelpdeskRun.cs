using System.Diagnostics;

namespace Helpdesk.Tests.Support;

/// <summary>Runs the program as people do: a process with arguments and environment; what it printed and how it ended.</summary>
public sealed record HelpdeskRun(int ExitCode, string Output, string Errors)
{
    static readonly string Program = typeof(global::Helpdesk.CommandLine.Refusal).Assembly.Location;

    public static Task<HelpdeskRun> OnAsync(string connection, params string[] arguments) => OnAsync(connection, [], arguments);

    /// <summary>Runs a verb on a database with further settings.</summary>
    public static Task<HelpdeskRun> OnAsync(string? connection, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments) =>
        OfAsync(StartInfo(connection, settings, arguments));

    public static async Task<HelpdeskRun> OfAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await errors);
    }

    public static ProcessStartInfo StartInfo(string? connection, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var inherited in start.Environment.Keys.Where(k => k.Contains("__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        if (connection is not null)
        {
            start.Environment["ConnectionStrings__Helpdesk"] = connection;
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Passes only when the verb succeeded; shows what it said otherwise.</summary>
    public HelpdeskRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Errors}");
        return this;
    }

    /// <summary>Passes only when the verb failed with one sentence that has all these words.</summary>
    public void Refused(params string[] words)
    {
        Assert.NotEqual(0, ExitCode);
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^helpdesk [a-z]+: \S.*[.)]$", Errors);
        foreach (var word in words)
        {
            Assert.Contains(word, Errors, StringComparison.Ordinal);
        }
    }
}
