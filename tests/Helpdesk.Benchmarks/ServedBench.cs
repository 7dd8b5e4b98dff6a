using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Helpdesk.Benchmarks;

/// <summary>The program serving a bench's database as a process of its own, and people who sign in to it.</summary>
sealed partial class ServedBench : IAsyncDisposable
{
    const string Password = "a-password-for-the-bench";

    readonly Process process;

    ServedBench(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => process.Id;

    /// <param name="people">Names to sign in with.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    public static async Task<ServedBench> StartAsync(string connection, IReadOnlyList<string> people, string role, IEnumerable<KeyValuePair<string, string?>> settings, params string[] serve)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Password);
        foreach (var person in people)
        {
            await RunAsync(connection, "user", "add", person, "--role", role, "--password-file", file);
        }

        File.Delete(file);
        var command = Command(connection, ["serve", "--urls", "http://127.0.0.1:0", .. serve]);
        foreach (var (name, value) in settings)
        {
            command.Environment[name] = value;
        }

        var process = Process.Start(command)!;
        _ = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("serving ", StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync();
                return new(process, new(line.Split("serving ")[1].Split(';')[0]));
            }
        }

        throw new InvalidOperationException("serve ended before it answered");
    }

    /// <param name="connections">How many requests of this person may be on their way at once.</param>
    public async Task<HttpClient> SignInAsync(string person, int connections)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new(), MaxConnectionsPerServer = connections }) { BaseAddress = Address };
        using var content = new FormUrlEncodedContent([new("Name", person), new("Password", Password), new("__RequestVerificationToken", TokenIn(await http.GetStringAsync("/sign-in")))]);
        (await http.PostAsync("/sign-in", content)).EnsureSuccessStatusCode();
        return http;
    }

    /// <summary>The token of a page's forms.</summary>
    public static string TokenIn(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>The message that a page of the review shows; null when none is left.</summary>
    public static string? MessageIn(string page) => Message().Match(page) is { Success: true } found ? found.Groups[1].Value : null;

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static async Task RunAsync(string connection, params string[] words)
    {
        using var process = Process.Start(Command(connection, words))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }
    }

    static ProcessStartInfo Command(string connection, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Helpdesk.CommandLine.Refusal).Assembly.Location, .. words]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Helpdesk"] = connection;
        return start;
    }

    [GeneratedRegex("data-message=\"([0-9]+)\"")]
    private static partial Regex Message();

    [GeneratedRegex(@"name=""__RequestVerificationToken"" type=""hidden"" value=""([^""]+)""")]
    private static partial Regex Token();
}
