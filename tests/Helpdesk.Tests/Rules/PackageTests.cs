using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>Every package has a reason, and where packages come from is the machine's matter, not the repository's.</summary>
public sealed partial class PackageTests
{
    static IEnumerable<string> WithoutReason(IEnumerable<TreeFile> tree) =>
        from file in tree
        where file.Name == "Directory.Packages.props"
        from pair in file.Lines.Prepend((0, "")).Zip(file.Lines)
        let package = Package().Match(pair.Second.Text)
        where package.Success && !pair.First.Item2.TrimEnd().EndsWith("-->", StringComparison.Ordinal)
        select $"{file.Path}:{pair.Second.Number}: {package.Groups[1].Value} has no reason above it.";

    /// <summary>Versions stand in one place only; a project names packages.</summary>
    static IEnumerable<string> OwnVersions(IEnumerable<TreeFile> tree) =>
        tree.Where(f => f.Name.EndsWith(".csproj", StringComparison.Ordinal)).SelectMany(f => f.Complain(OwnVersion(), m => $"the version of {m.Groups[1].Value} belongs into Directory.Packages.props."));

    static IEnumerable<string> Feeds(IEnumerable<TreeFile> tree) =>
        tree.Where(f => !f.IsCode).SelectMany(f => f.Name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase)
            ? [$"{f.Path}: where packages come from is the machine's matter."]
            : f.Complain(Feed(), m => $"'{m.Value}' is a feed's address."));

    [Fact]
    public void Every_package_has_a_reason() => Tree.Obeys(WithoutReason);

    [Fact]
    public void No_project_has_a_version_of_its_own() => Tree.Obeys(OwnVersions);

    [Fact]
    public void No_file_says_where_packages_come_from() => Tree.Obeys(Feeds);

    [Fact]
    public void A_package_without_a_reason_is_complained_of() => Assert.Equal(
        ["Directory.Packages.props:5: Two has no reason above it."],
        WithoutReason(Tree.Of(("Directory.Packages.props", "<Project>\n  <ItemGroup>\n    <!-- Because. -->\n    <PackageVersion Include=\"One\" Version=\"1.0.0\" />\n    <PackageVersion Include=\"Two\" Version=\"2.0.0\" />\n"))));

    [Fact]
    public void A_version_in_a_project_is_complained_of() => Assert.Equal(
        ["src/A.csproj:1: the version of One belongs into Directory.Packages.props."],
        OwnVersions(Tree.Of(("src/A.csproj", "<PackageReference Include=\"One\" Version=\"1.0.0\" />\n<PackageReference Include=\"Two\" />\n"))));

    [Fact]
    public void A_feed_is_complained_of() => Assert.Equal(
        [
            "NuGet.Config: where packages come from is the machine's matter.",
            "Directory.Build.props:1: 'RestoreSources' is a feed's address.",
            "helpdesk:1: 'https://api.nuget.org/v3' is a feed's address.",
        ],
        Feeds(Tree.Of(
            ("NuGet.Config", "<configuration />"),
            ("Directory.Build.props", "<RestoreSources>x</RestoreSources>".Replace("</RestoreSources>", "", StringComparison.Ordinal)),
            ("helpdesk", "dotnet restore -s https://api.nuget.org/v3"),
            ("README.md", "https://www.nuget.org/packages/MailKit"))));

    [GeneratedRegex("<PackageVersion Include=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Package();

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"[^>]* Version(?:Override)?=", RegexOptions.CultureInvariant)]
    private static partial Regex OwnVersion();

    [GeneratedRegex(@"Restore(Additional(Project)?)?Sources|RestoreConfigFile|packageSource\w*|https?://[\w.-]+/(v3|nuget|api/v2)\b\S*|https?://api\.nuget\.org\S*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Feed();
}
