using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Helpdesk.Tests.Packaging;

/// <summary>What the engine would find wrong with docker-compose.yml, and what it must hold.</summary>
public sealed partial class ComposeFileTests
{
    readonly ComposeFile file = ComposeFile.Parse(File.ReadAllText(Path.Combine(Dockerfile.Home, "docker-compose.yml")));

    IEnumerable<KeyValuePair<string, ComposeFile.Container>> Ours => file.Services.Where(s => s.Key != "database");

    [Fact]
    public void Every_value_has_the_form_that_the_specification_asks_for() => Assert.Empty(Problems(file, "docker-compose.yml"));

    [Fact]
    public void An_unknown_key_and_a_wrong_value_are_found()
    {
        Assert.Throws<YamlException>(() => ComposeFile.Parse("services: { web: { imagee: 'helpdesk:1' } }"));
        Assert.Throws<YamlException>(() => ComposeFile.Parse("services: { web: { read_only: maybe } }"));
        Assert.Throws<YamlException>(() => ComposeFile.Parse("services: { web: { image: 'helpdesk:1', image: 'helpdesk:2' } }"));
        Assert.Single(Problems(ComposeFile.Parse("services: { web: { restart: sometimes } }"), ""));
        Assert.Single(Problems(ComposeFile.Parse("services: { web: { depends_on: { migrate: { condition: service_done } } } }"), ""));
    }

    [Fact]
    public void Whatever_a_service_refers_to_is_declared()
    {
        var stages = Dockerfile.Read().Stages.Select(s => s.Name).ToList();
        foreach (var (name, service) in file.Services)
        {
            Assert.Empty(service.Secrets.Except(file.Secrets.Keys));
            Assert.Empty(service.Networks.Except(file.Networks.Keys));
            Assert.Empty(service.DependsOn.Keys.Except(file.Services.Keys.Where(k => k != name)));
            Assert.Empty(service.Volumes.Select(v => v.Split(':')[0]).Except(file.Volumes.Keys));
            Assert.All(service.Ports, p => Assert.Matches(@"^127\.0\.0\.1:[0-9]{2,5}:8080$", p));
            Assert.True(service.Build?.Target is not { } target || stages.Contains(target), $"{name}: the Dockerfile has no stage {service.Build?.Target}.");
            foreach (var secret in service.Environment.Values.Where(v => v.StartsWith("/run/secrets/", StringComparison.Ordinal)))
            {
                Assert.Contains(Path.GetFileName(secret), service.Secrets);
            }
        }
    }

    [Fact]
    public void Our_services_run_locked_down_and_within_limits()
    {
        foreach (var (_, service) in Ours)
        {
            Assert.True(service.ReadOnly);
            Assert.Contains(service.Tmpfs, t => t.Split(':')[0] == "/tmp");
            Assert.Equal(["ALL"], service.CapDrop);
        }

        foreach (var (_, service) in file.Services)
        {
            Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
            Assert.NotNull(service.Deploy?.Resources?.Limits?.Memory);
            Assert.NotNull(service.Deploy?.Resources?.Limits?.Cpus);
            Assert.True(service.Deploy?.Resources?.Limits?.Pids > 0);
        }
    }

    [Fact]
    public void Pages_and_workers_start_once_the_database_is_healthy_and_migrated()
    {
        Assert.Equal(["migrate"], file.Services["migrate"].Command!);
        Assert.Equal("no", file.Services["migrate"].Restart);
        Assert.Equal("service_healthy", file.Services["migrate"].DependsOn["database"].Condition);
        foreach (var name in (string[])["web", "worker"])
        {
            Assert.Equal("service_completed_successfully", file.Services[name].DependsOn["migrate"].Condition);
            Assert.Equal("unless-stopped", file.Services[name].Restart);
        }
    }

    [Fact]
    public void Several_workers_can_be_started_since_nothing_of_a_worker_is_unique()
    {
        Assert.Equal(["worker"], file.Services["worker"].Command!);
        Assert.Empty(file.Services["worker"].Ports);
    }

    [Fact]
    public void The_demonstration_starts_only_when_it_is_asked_for_and_shares_nothing()
    {
        var demo = file.Services["demo"];

        Assert.Equal(["demo"], demo.Profiles);
        Assert.Empty(demo.Volumes);
        Assert.Empty(demo.Secrets);
        Assert.All(Ours.Where(s => s.Key != "demo"), s => Assert.Empty(s.Value.Profiles));
    }

    [Fact]
    public void No_secret_stands_in_the_file_and_the_images_carry_the_programs_version()
    {
        Assert.All(file.Services.Values.SelectMany(s => s.Environment), v => Assert.DoesNotContain("password=", v.Value, StringComparison.OrdinalIgnoreCase));
        var version = Version().Match(File.ReadAllText(Path.Combine(Dockerfile.Home, "Directory.Build.props"))).Groups[1].Value;
        Assert.All(Ours, s => Assert.EndsWith(":" + version, s.Value.Image, StringComparison.Ordinal));
    }

    /// <summary>Every annotation that a value breaks, named by the value's path.</summary>
    static List<string> Problems(object value, string path)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(value, new(value), results, validateAllProperties: true);
        return
        [
            .. results.Select(r => $"{path}: {r.ErrorMessage}"),
            .. value.GetType().GetProperties()
                .Where(p => p.GetIndexParameters().Length == 0)
                .Select(p => (p.Name, Value: p.GetValue(value)))
                .SelectMany(p => p.Value switch
                {
                    null or string => [],
                    IDictionary map => map.Keys.Cast<object>().SelectMany(k => map[k] is { } inner and not string ? Problems(inner, $"{path}/{p.Name}/{k}") : []),
                    IEnumerable list => list.Cast<object>().Where(i => i is not string).SelectMany(i => Problems(i, $"{path}/{p.Name}")),
                    { } inner => inner.GetType().IsNested ? Problems(inner, $"{path}/{p.Name}") : [],
                }),
        ];
    }

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex Version();
}
