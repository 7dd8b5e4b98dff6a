using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Helpdesk.Database;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Watching;

public sealed partial class WatchingTests(Servers servers)
{
    [Fact]
    public async Task Dashboard_and_alert_rules_name_only_metrics_that_exist()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        await using var pages = await RunningHelpdesk.ServeAsync(database, mailbox.Settings());
        using var http = new HttpClient { BaseAddress = pages.Address };
        await http.GetAsync("/sign-in", Stop);
        await http.GetAsync("/metrics", Stop); // the first look makes what the second shows: its own duration
        var scraped = await http.GetStringAsync("/metrics", Stop);
        var exist = Sample().Matches(scraped).Concat(Label().Matches(scraped)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        foreach (var file in (string[])["alerts.yml", "grafana-dashboard.json"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(DataFolder.Home, "deploy", file), Stop);
            var named = Expression().Matches(text).SelectMany(e => Metric().Matches(e.Groups[1].Value)).Select(m => m.Value).Distinct().ToList();
            Assert.True(named.Count >= 10, $"{file} names {named.Count} metrics only");
            Assert.All(named, name => Assert.True(exist.Contains(name), $"{file} names {name}, which /metrics does not have"));
        }

        Assert.Contains("helpdesk_messages{otel_scope_name=\"Helpdesk\",standing=\"counted\"} 1", scraped, StringComparison.Ordinal);
        Assert.Contains("helpdesk_database_up{otel_scope_name=\"Helpdesk\"} 1", scraped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_alert_rule_says_for_how_long_how_bad_and_what_to_do()
    {
        var rules = (await File.ReadAllTextAsync(Path.Combine(DataFolder.Home, "deploy", "alerts.yml"), Stop)).Split("- alert: ")[1..];
        Assert.All(rules, rule => Assert.All(
            (string[])["expr: ", "for: ", "severity: ", "summary: ", "description: "],
            part => Assert.True(rule.Contains(part, StringComparison.Ordinal), $"{rule.Split('\n')[0]} has no '{part}'")));
    }

    [Fact]
    public async Task The_metrics_want_the_token_where_one_is_set()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), [new("Metrics__Token", "a-long-token-for-prometheus")]);
        using var http = new HttpClient { BaseAddress = pages.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/metrics", Stop)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "a-long-token-for-somebody-else");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/metrics", Stop)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "a-long-token-for-prometheus");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/metrics", Stop)).StatusCode);
    }

    [Fact]
    public async Task Ready_gives_a_reason_for_each_check_and_live_needs_nothing()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), []);
        using var http = new HttpClient { BaseAddress = pages.Address };

        var live = await http.GetAsync("/health/live", Stop);
        var ready = await http.GetAsync("/health/ready", Stop);
        using var answer = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("degraded", answer.RootElement.GetProperty("status").GetString());
        var checks = answer.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => (c.GetProperty("status").GetString(), c.GetProperty("says").GetString()!));
        Assert.Equal("ok", checks["database"].Item1);
        Assert.Equal("ok", checks["model"].Item1);
        Assert.Equal(("degraded", "no worker has given a sign of life; start 'helpdesk worker'"), checks["worker"]);
    }

    [Fact]
    public async Task A_request_and_what_it_makes_the_program_say_share_a_trace_id()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), []);
        using var http = new HttpClient { BaseAddress = pages.Address };

        var answer = await http.GetAsync("/sign-in?ReturnUrl=/messages?q=secret", Stop);
        var trace = Assert.Single(answer.Headers.GetValues("Trace-Id"));
        while (!pages.Said.Contains(trace, StringComparison.Ordinal))
        {
            await Task.Delay(20, Stop);
        }

        var line = pages.Said.Split('\n').First(l => l.Contains(trace, StringComparison.Ordinal));
        using var log = JsonDocument.Parse(line);
        Assert.Equal(trace, log.RootElement.GetProperty("@tr").GetString());
        Assert.Equal(200, log.RootElement.GetProperty("Status").GetInt32());
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"^([a-z_]+)(?:\{| )", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"([a-z_]+)=""")]
    private static partial Regex Label();

    /// <summary>The expressions of a rule file (expr: ...) and of a dashboard ("expr": "...").</summary>
    [GeneratedRegex(@"""?expr""?: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\b(helpdesk|http|dotnet|npgsql|kestrel)_[a-z_]+(?=[\[{\s)]|$|"")")]
    private static partial Regex Metric();
}
