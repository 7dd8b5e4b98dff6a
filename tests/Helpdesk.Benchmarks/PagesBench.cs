using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Helpdesk.Benchmarks;

/// <summary>Ten people read the pages of a second process over the loopback interface, with its worker running; times and their ratio to the emptiest answer.</summary>
static class PagesBench
{
    const int People = 10;

    static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    static readonly string[] Pages = ["/health/live", "/sign-in", "/?month=2019-06", "/mailboxes", "/messages", "/review", "/health/ready", "/metrics"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 200_000;
        await using var many = await ManyMessages.FillAsync(messages);
        await using var served = await ServedBench.StartAsync(many.Connection, ["bench"], "administrator", []);
        using var http = await served.SignInAsync("bench", People);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{messages:N0} messages, {People} people, {Measured.TotalSeconds:N0} s a page\n{"page",-18} {"a second",9} {"50 %",9} {"95 %",9} {"99 %",9} {"ratio",6}"));
        double? emptiest = null;
        foreach (var page in Pages)
        {
            emptiest = await MeasureAsync(http, page, emptiest);
        }

        return 0;
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
}
