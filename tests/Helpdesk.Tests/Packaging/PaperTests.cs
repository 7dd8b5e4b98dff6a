using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Helpdesk.CommandLine;

namespace Helpdesk.Tests.Packaging;

/// <summary>The documents agree with the program and with one another.</summary>
public sealed partial class PaperTests
{
    /// <summary>The section of each settings class; two classes may share one.</summary>
    static readonly Dictionary<string, string> Sections = new(StringComparer.Ordinal)
    {
        ["MailboxOptions"] = "Mailboxes__0__", ["PollingOptions"] = "Polling__", ["CountingOptions"] = "Reporting__", ["ReportingOptions"] = "Reporting__", ["ClassifierOptions"] = "Classifier__", ["SmtpOptions"] = "Smtp__", ["RetentionOptions"] = "Retention__", ["WatchingOptions"] = "Metrics__", ["DeliveryOptions"] = "Delivery__", ["QualityOptions"] = "Quality__", ["OpenIdOptions"] = "Authentication__OpenIdConnect__",
    };

    /// <summary>Settings that are read by name and not through a settings class.</summary>
    static readonly string[] ByName =
        ["ConnectionStrings__Helpdesk", "ConnectionStrings__HelpdeskPasswordFile", "Helpdesk__DataFolder", "Urls", "ASPNETCORE_HTTP_PORTS", "Proxy__Networks__0", "Helpdesk__KeyFile", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    static IEnumerable<string> Documents => Directory.EnumerateFiles(Dockerfile.Home, "*.md").Concat(((string[])["docs", "models", "training-data"]).SelectMany(f => Directory.EnumerateFiles(Path.Combine(Dockerfile.Home, f), "*.md", SearchOption.AllDirectories)));

    [Fact]
    public void The_page_of_settings_lists_every_setting_and_no_other()
    {
        var nested = typeof(Refusal).Assembly.GetTypes().Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.Namespace?.StartsWith("Helpdesk", StringComparison.Ordinal) == true).ToList();
        Assert.Empty(nested.Select(t => t.Name).Except(Sections.Keys).Except(nested.SelectMany(t => t.GetProperties()).Select(p => p.PropertyType.Name)));
        var settings = nested.Where(t => Sections.ContainsKey(t.Name)).SelectMany(t => Names(t, Sections[t.Name])).Concat(ByName).Order(StringComparer.Ordinal);

        Assert.Equal(settings, Listed("docs/settings.md").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_to_a_file_leads_somewhere() => Assert.Empty(
        from document in Documents
        from link in Link().Matches(File.ReadAllText(document))
        let target = link.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
        select $"{Path.GetRelativePath(Dockerfile.Home, document)}: there is no {target}.");

    [Fact]
    public void Every_test_that_a_document_names_exists() => Assert.Empty(
        from document in Documents
        from named in NamedTest().Matches(File.ReadAllText(document))
        let fact = named.Groups[3].Value
        where !typeof(PaperTests).Assembly.GetTypes().Any(t => t.FullName == $"Helpdesk.Tests.{named.Groups[1].Value}.{named.Groups[2].Value}" && t.GetMethods().Any(m => m.Name.StartsWith(fact, StringComparison.Ordinal)))
        select $"{Path.GetRelativePath(Dockerfile.Home, document)}: there is no test {named.Value}.");

    [Fact]
    public void Every_decision_has_its_number_its_four_parts_and_its_line_in_the_list()
    {
        var folder = Path.Combine(Dockerfile.Home, "docs", "decisions");
        var list = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var (i, path) in Directory.EnumerateFiles(folder, "0*.md").Order(StringComparer.Ordinal).Index())
        {
            var text = File.ReadAllText(path);
            Assert.StartsWith($"{i + 1:D4}-", Path.GetFileName(path), StringComparison.Ordinal);
            Assert.StartsWith($"# {i + 1:D4} ", text, StringComparison.Ordinal);
            Assert.Equal(["Context", "Decision", "Reason", "Easier", "Harder"], Heading().Matches(text).Select(m => m.Groups[1].Value));
            Assert.Contains($"({Path.GetFileName(path)})", list, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_table_in_the_readme_is_the_published_one() => Assert.Contains(
        $"```csv\n{File.ReadAllText(Demo.DemoPlan.PublishedFile)}```", File.ReadAllText(Path.Combine(Dockerfile.Home, "README.md")), StringComparison.Ordinal);

    [Fact]
    public void The_newest_version_in_the_change_log_is_the_programs()
    {
        var version = Heading().Match(File.ReadAllText(Path.Combine(Dockerfile.Home, "CHANGELOG.md"))).Groups[1].Value;

        Assert.StartsWith(version, typeof(Refusal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_files_shown_in_documents_can_be_read() => Assert.NotEmpty(
        from document in Documents
        from block in Yaml().Matches(File.ReadAllText(document))
        select ComposeFile.Parse(block.Groups[1].Value).Services.Count);

    /// <summary>The settings in the first column of a page's tables.</summary>
    static IEnumerable<string> Listed(string page) => Setting().Matches(File.ReadAllText(Path.Combine(Dockerfile.Home, page))).Select(m => m.Groups[1].Value);

    /// <summary>What the binder can set: properties with a setter, and lists; a block within a block goes on below it.</summary>
    static IEnumerable<string> Names(Type options, string prefix) =>
        from property in options.GetProperties()
        from name in property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal) ? Names(property.PropertyType, $"{prefix}{property.Name}__")
            : property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType) ? property.PropertyType.Name.StartsWith("IList", StringComparison.Ordinal) ? [$"{prefix}{property.Name}__0"] : []
            : property.CanWrite ? [$"{prefix}{property.Name}"] : Enumerable.Empty<string>()
        select name;

    [GeneratedRegex(@"\]\(([^)#\s]+)")]
    private static partial Regex Link();

    /// <summary>Folder, class, and the first words of a fact up to three points, if any.</summary>
    [GeneratedRegex(@"`([A-Z][A-Za-z]+)/([A-Z][A-Za-z]+(?:Tests|Faults))(?:\.([A-Z]\w+?)_?(?:\.\.\.)?)?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^\\| `([A-Za-z0-9_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
