using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Helpdesk.Benchmarks;

/// <summary>Ten people read the pages of a second process over the loopback interface, with its worker running; times and their ratio to the emptiest answer.</summary>
static partial class PagesBench
{
    const int People = 10;

    static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    static readonly string[] Pages = ["/health/live", "/sign-in", "/?month=2019-06", "/mailboxes", "/messages", "/review", "/health/ready", "/metrics"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 200_000;
        await using var many = await ManyMessages.FillAsync(messages);
        await RunAsync(many, "user", "add", "bench", "--role", "administrator", "--password-file", await PasswordFileAsync());
        using var serve = Process.Start(Command(many, ["serve", "--urls", "http://127.0.0.1:0"]))!;
        _ = serve.StandardOutput.ReadToEndAsync();
        try
        {
            var address = new Uri((await ServingAsync(serve)).Split("serving ")[1].Split(';')[0]);
            using var http = await SignInAsync(address);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{messages:N0} messages, {People} people, {Measured.TotalSeconds:N0} s a page\n{"page",-18} {"a second",9} {"50 %",9} {"95 %",9} {"99 %",9} {"ratio",6}"));
            double? emptiest = null;
            foreach (var page in Pages)
            {
                emptiest = await MeasureAsync(http, page, emptiest);
            }

            return 0;
        }
        finally
        {
            serve.Kill();
            await serve.WaitForExitAsync();
        }
    }

    static async Task<double?> MeasureAsync(HttpClient http, string page, double? emptiest)
    {
        if ((await http.GetAsync(page)).StatusCode is not HttpStatusCode.OK and var status)
        {
            await Console.Out.WriteLineAsync($"{page,-18} answers {(int)status}, not measured");
            return emptiest;
        }

        var times = new ConcurrentBag<double>();
        var all = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, People).Select(async _ =>
        {
            while (all.Elapsed < Measured)
            {
                var one = Stopwatch.StartNew();
                (await http.GetAsync(page)).EnsureSuccessStatusCode();
                times.Add(one.Elapsed.TotalMilliseconds);
            }
        }));
        double[] sorted = [.. times.Order()];
        double At(double share) => sorted[(int)((sorted.Length - 1) * share)];
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{page,-18} {sorted.Length / all.Elapsed.TotalSeconds,9:N0} {At(0.5),6:N1} ms {At(0.95),6:N1} ms {At(0.99),6:N1} ms {At(0.5) / (emptiest ?? At(0.5)),6:N1}"));
        return emptiest ?? At(0.5);
    }

    static async Task<HttpClient> SignInAsync(Uri address)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new(), MaxConnectionsPerServer = People }) { BaseAddress = address };
        var form = await http.GetStringAsync("/sign-in");
        using var content = new FormUrlEncodedContent([new("Name", "bench"), new("Password", Password), new("__RequestVerificationToken", Token().Match(form).Groups[1].Value)]);
        (await http.PostAsync("/sign-in", content)).EnsureSuccessStatusCode();
        return http;
    }

    const string Password = "a-password-for-the-bench";

    static async Task<string> PasswordFileAsync()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Password);
        return file;
    }

    static async Task<string> ServingAsync(Process serve)
    {
        while (await serve.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("serving ", StringComparison.Ordinal))
            {
                _ = serve.StandardError.ReadToEndAsync();
                return line;
            }
        }

        throw new InvalidOperationException("serve ended before it answered");
    }

    static async Task RunAsync(ManyMessages many, params string[] words)
    {
        using var process = Process.Start(Command(many, words))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }
    }

    static ProcessStartInfo Command(ManyMessages many, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Helpdesk.CommandLine.Refusal).Assembly.Location, .. words]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__Helpdesk"] = many.Connection;
        return start;
    }

    [GeneratedRegex(@"name=""__RequestVerificationToken"" type=""hidden"" value=""([^""]+)""")]
    private static partial Regex Token();
}
