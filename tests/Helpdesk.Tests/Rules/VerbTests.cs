using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Rules;

/// <summary>The README names every verb, and every command it shows exists.</summary>
public sealed partial class VerbTests
{
    /// <summary>Every verb that the program's help names, with its inner words (<c>import table</c>), and what the script itself does.</summary>
    static async Task<IReadOnlyList<string>> VerbsAsync() => [.. await WordsAsync([]), "test", "bench"];

    static async Task<IEnumerable<string>> WordsAsync(string[] verb)
    {
        var help = (await HelpdeskRun.OnAsync(null, [], [.. verb, "--help"])).Succeeded().Output;
        var inner = new List<string>();
        foreach (Match word in Word().Matches(help.Split("\nCommands:\n") is [_, var commands, ..] ? commands : ""))
        {
            inner.AddRange(await WordsAsync([.. verb, word.Groups[1].Value]));
        }

        return inner.Count > 0 ? inner : [string.Join(' ', verb)];
    }

    static IEnumerable<string> Undocumented(IReadOnlyList<string> verbs, TreeFile readme)
    {
        var said = Code().Matches(readme.Text).Select(m => m.Groups[1].Value + m.Groups[2].Value + m.Groups[3].Value).ToList();
        return from verb in verbs
               where !said.Any(s => Regex.IsMatch(s, $@"(?:^|[\s`]){verb.Replace(" ", @"[ ](?:[\w-]+\|)*", StringComparison.Ordinal)}(?:$|[\s|\]])", RegexOptions.Multiline))
               select $"{readme.Path} does not name '{verb}'.";
    }

    static IEnumerable<string> Unknown(IReadOnlyList<string> verbs, TreeFile readme) =>
        from file in (TreeFile[])[readme]
        from line in file.Lines
        from command in Shown().Matches(line.Text)
        let words = command.Groups[1].Value.Trim()
        where words.Length > 0 && !verbs.Any(v => words == v || words.StartsWith(v + " ", StringComparison.Ordinal) || v.StartsWith(words + " ", StringComparison.Ordinal))
        select $"{file.Path}:{line.Number}: there is no verb '{words}'.";

    [Fact]
    public async Task The_readme_names_every_verb()
    {
        var verbs = await VerbsAsync();
        Tree.Obeys(tree => Undocumented(verbs, Readme(tree)));
    }

    [Fact]
    public async Task Every_command_in_the_readme_exists()
    {
        var verbs = await VerbsAsync();
        Tree.Obeys(tree => Unknown(verbs, Readme(tree)));
    }

    [Fact]
    public async Task The_verbs_are_those_of_the_program_and_the_script()
    {
        var verbs = await VerbsAsync();

        Assert.Contains("poll", verbs);
        Assert.Contains("import table", verbs);
        Assert.Contains("user add", verbs);
        Assert.Contains("test", verbs);
    }

    [Fact]
    public void A_verb_that_the_readme_leaves_out_is_complained_of() => Assert.Equal(
        ["README.md does not name 'migrate'.", "README.md does not name 'user disable'."],
        Undocumented(["poll", "migrate", "user add", "user list", "user disable", "serve"],
            new("README.md", "To migrate, read on.\n\n| `poll [--mailbox NAME]` | polls |\n| (none) / `serve` | serves |\n| `user add\\|list` | people |\n".Replace("\\|", "|", StringComparison.Ordinal))));

    [Fact]
    public void A_command_that_does_not_exist_is_complained_of() => Assert.Equal(
        ["README.md:2: there is no verb 'pol'.", "README.md:3: there is no verb 'import mail box'."],
        Unknown(["poll", "import table"], new("README.md", "    ./helpdesk poll --mailbox helpdesk\n    ./helpdesk pol\n    ./helpdesk import mail box.mbox\n    ./helpdesk\n    ./helpdesk --help\nThe `helpdesk poll` verb.\n")));

    static TreeFile Readme(IEnumerable<TreeFile> tree) => tree.Single(f => f.Path == "README.md");

    [GeneratedRegex(@"^  ([a-z]+)(?= |$)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Word();

    /// <summary>What the README sets as code: between backticks, or indented, or fenced.</summary>
    [GeneratedRegex(@"```[^\n]*\n(.*?)```|`([^`\n]+)`|^(?:    |\t)([^\n]+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?:\./|(?<=[`$] ?))helpdesk((?: [a-z]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Shown();
}
