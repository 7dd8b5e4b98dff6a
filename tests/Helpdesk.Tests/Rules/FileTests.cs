using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>A file fits on two screens and holds one type, whose name it bears.</summary>
public sealed partial class FileTests
{
    /// <summary>About 150 lines are two screens; past 220 nobody keeps the file in mind, so it is split by verb.</summary>
    const int MostLines = 220;

    static IEnumerable<string> TooLong(IEnumerable<TreeFile> tree) =>
        from file in tree
        where file.IsSource && (file.IsCode || file.IsPage)
        let lines = file.Text.TrimEnd('\n').Split('\n').Length
        where lines > MostLines
        select $"{file.Path} has {lines} lines; split it by verb.";

    /// <summary>Types outside others stand at the line's start, because every namespace is file-scoped.</summary>
    static IEnumerable<string> WrongTypes(IEnumerable<TreeFile> tree) =>
        from file in tree
        where (file.IsSource || file.IsTest) && file.IsCode
        let name = file.Name.EndsWith(".cshtml.cs", StringComparison.Ordinal) ? file.Name.Split('.')[0] + "Model" : file.Name[..^".cs".Length]
        let types = file.Lines.Select(l => OuterType().Match(l.Text)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct().ToList()
        where types.Count > 1 || types.Any(t => t != name)
        select $"{file.Path} holds {string.Join(", ", types)}; one type a file, and the file bears its name.";

    [Fact]
    public void A_file_fits_on_two_screens() => Tree.Obeys(TooLong);

    [Fact]
    public void A_file_holds_one_type_and_bears_its_name() => Tree.Obeys(WrongTypes);

    [Fact]
    public void A_long_file_is_complained_of()
    {
        var planted = Tree.Of(
            ("src/Helpdesk/Text/Long.cs", string.Concat(Enumerable.Repeat("line\n", 221))),
            ("src/Helpdesk/Text/Long.cshtml", string.Concat(Enumerable.Repeat("line\n", 300))),
            ("src/Helpdesk/Text/Fits.cs", string.Concat(Enumerable.Repeat("line\n", 220))),
            ("training-data/long.jsonl", string.Concat(Enumerable.Repeat("line\n", 500))));

        Assert.Equal(["src/Helpdesk/Text/Long.cs has 221 lines; split it by verb.", "src/Helpdesk/Text/Long.cshtml has 300 lines; split it by verb."], TooLong(planted));
    }

    [Fact]
    public void A_second_type_and_a_strange_name_are_complained_of()
    {
        var planted = Tree.Of(
            ("src/Helpdesk/Text/Two.cs", "namespace Helpdesk.Text;\n\nsealed class Two\n{\n    sealed record Nested(int A);\n}\n\nreadonly record struct Three(int B);\n"),
            ("src/Helpdesk/Text/Strange.cs", "namespace Helpdesk.Text;\n\npublic static partial class Other;\n"),
            ("src/Helpdesk/Text/Show.cshtml.cs", "sealed class ShowModel : PageModel;\n"),
            ("src/Helpdesk/Program.cs", "return await new HelpdeskProgram().RunAsync(args);\n"));

        Assert.Equal(
            [
                "src/Helpdesk/Text/Two.cs holds Two, Three; one type a file, and the file bears its name.",
                "src/Helpdesk/Text/Strange.cs holds Other; one type a file, and the file bears its name.",
            ],
            WrongTypes(planted));
    }

    [GeneratedRegex(@"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref|file)\s+)*(?:class|struct|record|interface|enum|delegate\s+\S+)\s+(?:struct\s+|class\s+)?([A-Z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex OuterType();
}
