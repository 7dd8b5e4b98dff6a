using System.ComponentModel.DataAnnotations;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Helpdesk.Tests.Packaging;

/// <summary>A Compose file by the Compose specification, as far as ours goes: an unknown key or a value of the wrong form is an error.</summary>
sealed class ComposeFile
{
    [RegularExpression("[a-z0-9][a-z0-9_-]*")]
    public string Name { get; set; } = "";

    /// <summary>What the services share; the specification leaves keys with x- to the writer.</summary>
    [YamlMember(Alias = "x-helpdesk", ApplyNamingConventions = false)]
    public Container? Shared { get; set; }

    public Dictionary<string, Container> Services { get; set; } = [];

    public Dictionary<string, Network> Networks { get; set; } = [];

    public Dictionary<string, Empty> Volumes { get; set; } = [];

    public Dictionary<string, Secret> Secrets { get; set; } = [];

    public static ComposeFile Parse(string yaml)
    {
        // Once as it stands, for a key written twice; then with what << brings in, which a service's own keys override.
        new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(yaml);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
            .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(yaml))));
    }

    public sealed class Container
    {
        [RegularExpression(@"[a-z0-9./-]+:[A-Za-z0-9._-]+")]
        public string? Image { get; set; }

        public Build? Build { get; set; }

        public List<string>? Command { get; set; }

        public List<EnvFile> EnvFile { get; set; } = [];

        public Dictionary<string, string> Environment { get; set; } = [];

        public List<string> Secrets { get; set; } = [];

        public List<string> Networks { get; set; } = [];

        public List<string> Volumes { get; set; } = [];

        public List<string> Ports { get; set; } = [];

        public List<string> Profiles { get; set; } = [];

        public bool ReadOnly { get; set; }

        public List<string> Tmpfs { get; set; } = [];

        public List<string> CapDrop { get; set; } = [];

        public List<string> SecurityOpt { get; set; } = [];

        [RegularExpression("no|always|on-failure(:[0-9]+)?|unless-stopped")]
        public string Restart { get; set; } = "no";

        [RegularExpression(Duration)]
        public string? StopGracePeriod { get; set; }

        public HealthCheck? Healthcheck { get; set; }

        public Dictionary<string, Dependency> DependsOn { get; set; } = [];

        public Deploy? Deploy { get; set; }
    }

    public sealed class Build
    {
        [Required]
        public string Context { get; set; } = "";

        public string? Target { get; set; }
    }

    public sealed class EnvFile
    {
        [Required]
        public string Path { get; set; } = "";

        public bool Required { get; set; } = true;
    }

    public sealed class HealthCheck
    {
        public bool Disable { get; set; }

        public List<string> Test { get; set; } = [];

        [RegularExpression(Duration)]
        public string? Interval { get; set; }

        [RegularExpression(Duration)]
        public string? Timeout { get; set; }

        [RegularExpression(Duration)]
        public string? StartPeriod { get; set; }

        public int Retries { get; set; } = 3;
    }

    public sealed class Dependency
    {
        [Required]
        [AllowedValues("service_started", "service_healthy", "service_completed_successfully")]
        public string Condition { get; set; } = "";
    }

    public sealed class Deploy
    {
        public Resources? Resources { get; set; }
    }

    public sealed class Resources
    {
        public Limits? Limits { get; set; }
    }

    public sealed class Limits
    {
        [RegularExpression(@"[0-9]+(\.[0-9]+)?")]
        public string? Cpus { get; set; }

        [RegularExpression("[0-9]+[bkmgBKMG]")]
        public string? Memory { get; set; }

        public int Pids { get; set; }
    }

    public sealed class Network
    {
        public bool Internal { get; set; }
    }

    public sealed class Secret
    {
        [Required]
        public string File { get; set; } = "";
    }

    /// <summary>A volume by the engine's defaults.</summary>
    public sealed class Empty;

    const string Duration = "([0-9]+(us|ms|s|m|h))+";
}
