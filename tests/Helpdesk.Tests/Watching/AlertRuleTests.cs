using Helpdesk.Database;

namespace Helpdesk.Tests.Watching;

/// <summary>The alert rules as Prometheus itself reads them, by promtool from its unpacked Debian package.</summary>
public sealed class AlertRuleTests
{
    static string Deploy(string name) => Path.Combine(DataFolder.Home, "deploy", name);

    [Fact]
    public async Task Prometheus_finds_nothing_wrong_with_the_rules() => await SucceedsAsync("check", "rules", Deploy("alerts.yml"));

    [Fact]
    public async Task Each_alert_is_raised_when_its_time_is_over_and_none_at_the_edge_of_what_is_well() => await SucceedsAsync("test", "rules", Deploy("alerts-tests.yml"));

    static async Task SucceedsAsync(params string[] words)
    {
        var promtool = Path.Combine(DataFolder.Home, "artifacts", "servers", "prometheus", "usr", "bin", "promtool");
        Assert.True(File.Exists(promtool), "There is no promtool; ./helpdesk test fetches it.");
        var said = await Tool.RunAsync([promtool, .. words], TestContext.Current.CancellationToken);
        Assert.True(said.ExitCode == 0, said.Output + said.Errors);
    }
}
