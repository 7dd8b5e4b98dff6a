using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>Words that do not stand in our files: modifiers that change nothing, work put off, clocks nobody can set, the tools and places of whoever typed.</summary>
/// <remarks>The words are written in halves here, so that this file passes too.</remarks>
public sealed partial class WordTests
{
    static IEnumerable<string> Modifiers(IEnumerable<TreeFile> tree) =>
        tree.Where(f => (f.IsSource || f.IsTest) && f.IsCode).SelectMany(f => f.Complain(Modifier(), m => $"'{m.Groups[1].Value}' says nothing here."));

    static IEnumerable<string> PutOff(IEnumerable<TreeFile> tree) =>
        tree.Where(f => (f.IsSource || f.IsTest) && (f.IsCode || f.IsPage || f.IsSql)).SelectMany(f => f.Complain(Later, m => $"'{m.Value}' has no place here."));

    static IEnumerable<string> Clocks(IEnumerable<TreeFile> tree) =>
        tree.Where(f => f.IsSource && (f.IsCode || f.IsPage)).SelectMany(f => f.Complain(Clock(), m => $"{m.Value} cannot be set by a test; ask TimeProvider."));

    /// <summary>A server that cannot run at somebody's desk may leave its tests unmeasured there, but not where <c>CI</c> is set.</summary>
    static IEnumerable<string> Skips(IEnumerable<TreeFile> tree) =>
        tree.Where(f => f.IsTest && f.IsCode && !MissingServer().IsMatch(f.Text)).SelectMany(f => f.Complain(Skipped, _ => "a skipped test measures nothing."));

    /// <summary>The card of the training mail must say how that mail was made, whatever the word.</summary>
    static IEnumerable<string> Workplaces(IEnumerable<TreeFile> tree) =>
        tree.SelectMany(f => f.Complain(Workplace, m => $"'{m.Value}' belongs to somebody's workplace."))
            .Where(c => !(c.StartsWith("training-data/README.md:", StringComparison.Ordinal) && c.Contains("'language " + "model'", StringComparison.Ordinal)));

    /// <summary>No region, no pragma, no note to oneself, no stub.</summary>
    static readonly Regex Later = new(@"#reg" + @"ion\b|#prag" + @"ma\b|\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHA" + @"CK\b|NotImplemented" + "Exception", RegexOptions.CultureInvariant);

    static readonly Regex Skipped = new(@"\bSkip" + @"(Unless|When|Type|Exceptions)?\s*=[^=>]|\bAssert\.Skip(?!\(\$""unmeasured)", RegexOptions.CultureInvariant);

    static readonly Regex Workplace = new(
        @"(?<![\w.-])/(wo" + "rk|ro" + @"ot|home/\w+)/|\b(cla" + "ude|anth" + "ropic|chat" + "gpt|open" + "ai|cop" + "ilot|sub" + "agent|work" + "tree|ai (assist" + "ant|ag" + @"ent)s?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    [Fact]
    public void No_modifier_stands_that_changes_nothing() => Tree.Obeys(Modifiers);

    [Fact]
    public void Nothing_is_put_off_or_hidden_in_the_code() => Tree.Obeys(PutOff);

    [Fact]
    public void The_clock_is_asked_through_TimeProvider() => Tree.Obeys(Clocks);

    [Fact]
    public void No_test_is_skipped() => Tree.Obeys(Skips);

    [Fact]
    public void No_file_speaks_of_a_workplace_or_its_tools() => Tree.Obeys(Workplaces);

    [Fact]
    public void A_modifier_that_changes_nothing_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Text/A.cs:2: 'private' says nothing here.", "src/Helpdesk/Text/A.cs:3: 'internal' says nothing here."],
        Modifiers(Tree.Of(("src/Helpdesk/Text/A.cs", "sealed class A\n    private int x;\n    internal static int Y;\n    private static partial Regex Z();\n    public int W { get; private set; }\n"))));

    [Fact]
    public void Work_put_off_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Text/A.cs:1", "src/Helpdesk/Text/A.cs:2", "src/Helpdesk/Text/A.cs:3", "src/Helpdesk/Text/A.cs:4", "src/Helpdesk/Text/A.cs:5", "src/Helpdesk/Database/Schema/1.sql:1"],
        PutOff(Tree.Of(
            ("src/Helpdesk/Text/A.cs", "#reg" + "ion A\n#prag" + "ma warning disable\n// TO" + "DO later\n// FIX" + "ME\nthrow new NotImplemented" + "Exception();\nvar todo = list.Region;\n"),
            ("src/Helpdesk/Database/Schema/1.sql", "-- TO" + "DO\n"))).Select(c => c[..c.IndexOf(": ", StringComparison.Ordinal)]));

    [Fact]
    public void A_clock_that_cannot_be_set_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Text/A.cs:1: DateTime.Now cannot be set by a test; ask TimeProvider.", "src/Helpdesk/Text/A.cs:2: DateTimeOffset.UtcNow cannot be set by a test; ask TimeProvider."],
        Clocks(Tree.Of(("src/Helpdesk/Text/A.cs", "var a = DateTime.Now;\nvar b = DateTimeOffset.UtcNow;\nvar c = clock.GetUtcNow();\n"))));

    [Fact]
    public void A_skipped_test_is_complained_of() => Assert.Equal(
        ["tests/A.cs:1: a skipped test measures nothing.", "tests/A.cs:2: a skipped test measures nothing."],
        Skips(Tree.Of(("tests/A.cs", "[Fact(Skip" + " = \"slow\")]\nAssert" + ".SkipUnless(x);\nlist.Skip(1);\n"))));

    [Fact]
    public void A_workplace_and_its_tools_are_complained_of() => Assert.Equal(
        [
            "training-data/README.md:2: 'Cla" + "ude' belongs to somebody's workplace.",
            "docs/a.md:1: '/wo" + "rk/' belongs to somebody's workplace.",
            "docs/a.md:2: 'Cla" + "ude' belongs to somebody's workplace.",
        ],
        Workplaces(Tree.Of(("training-data/README.md", "Written with a language " + "model.\nWritten with Cla" + "ude.\n"), ("docs/a.md", "See /wo" + "rk/main.\nWritten with Cla" + "ude.\nThe team/work/plan of the agent is in session.\n"))));

    [GeneratedRegex(@"if \(Obstacle is \{ \} obstacle\)\s*\{\s*Assert\.False\(Environment\.GetEnvironmentVariable\(""CI""\) == ""true""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingServer();

    /// <summary>The language itself wants an access modifier on a partial method that returns something, and on an accessor it narrows.</summary>
    [GeneratedRegex(@"^\s*(private|internal)\s+(?!static partial\b|partial\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Modifier();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
