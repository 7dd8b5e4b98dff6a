using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>Names say what a thing is: endings that could stand behind anything are not used.</summary>
public sealed partial class NameTests
{
    static readonly string[] Forbidden = ["Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Processor", "Handler", "Base", "Info", "Data"];

    static IEnumerable<string> Complaints(IEnumerable<TreeFile> tree) =>
        tree.Where(f => (f.IsSource || f.IsTest) && (f.IsCode || f.IsPage)).SelectMany(file =>
        {
            var name = file.Name.Split('.')[0];
            return (IsForbidden(name) ? [$"{file.Path}: a file name may not end in {Ending(name)}."] : Enumerable.Empty<string>())
                .Concat(file.Complain(Declaration(), m => m.Groups[1].Value).Where(c => IsForbidden(c)).Select(c => $"{c} may not end in {Ending(c)}."));
        });

    static bool IsForbidden(string name) => Forbidden.Any(e => name.EndsWith(e, StringComparison.Ordinal));

    static string Ending(string name) => Forbidden.First(e => name.EndsWith(e, StringComparison.Ordinal));

    [Fact]
    public void No_type_and_no_file_has_a_name_that_fits_anything() => Tree.Obeys(Complaints);

    [Fact]
    public void A_name_with_a_forbidden_ending_is_complained_of()
    {
        var planted = Tree.Of(
            ("src/Helpdesk/Messages/MailHelper.cs", "namespace Helpdesk.Messages;\n\nstatic class MailHelper;\n"),
            ("tests/Helpdesk.Tests/Some.cs", "sealed class Some\n{\n    sealed record RowInfo(int A);\n    enum Kind { Manager }\n}\n"),
            ("src/Helpdesk/Accounts/Fine.cs", "sealed class PeopleStore(UserManager<Person> people);\n"));

        Assert.Equal(
            [
                "src/Helpdesk/Messages/MailHelper.cs: a file name may not end in Helper.",
                "src/Helpdesk/Messages/MailHelper.cs:3: MailHelper may not end in Helper.",
                "tests/Helpdesk.Tests/Some.cs:3: RowInfo may not end in Info.",
            ],
            Complaints(planted));
    }

    [GeneratedRegex(@"^[\w\s]*\b(?:class|struct|record|interface|enum|delegate\s+[\w<>?\[\]]+)\s+(?:struct\s+|class\s+)?([A-Z]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
