using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>Nothing personal in a log, and nobody real in a sample.</summary>
public sealed partial class PrivacyTests
{
    static IEnumerable<string> LoudLogs(IEnumerable<TreeFile> tree) =>
        from file in tree
        where file.IsSource && file.IsCode
        from call in LogCall().Matches(file.Text)
        from name in Placeholder().Matches(call.Value)
        where Personal().IsMatch(name.Groups[1].Value)
        select $"{file.Path}: a log never names {name.Groups[1].Value}.";

    static IEnumerable<string> RealAddresses(IEnumerable<TreeFile> tree) =>
        tree.Where(f => f.IsTest || f.Path.StartsWith("training-data/", StringComparison.Ordinal) || (f.IsSource && f.IsCode))
            .SelectMany(f => f.Complain(Address(), m => m.Groups[1].Value))
            .Where(c => !c.EndsWith(".example", StringComparison.OrdinalIgnoreCase))
            .Select(c => $"{c} may be somebody's domain; samples end in .example.");

    [Fact]
    public void No_log_names_what_people_wrote_or_who_they_are() => Tree.Obeys(LoudLogs);

    [Fact]
    public void Every_address_in_samples_ends_in_example() => Tree.Obeys(RealAddresses);

    [Fact]
    public void A_log_that_names_a_subject_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Text/A.cs: a log never names Subject.", "src/Helpdesk/Text/A.cs: a log never names FromAddress.", "src/Helpdesk/Text/A.cs: a log never names @Mail."],
        LoudLogs(Tree.Of(("src/Helpdesk/Text/A.cs", """
            [LoggerMessage(Level = LogLevel.Information,
                Message = "Stored {Count} mails, the last about {Subject}")]
            log.LogWarning("Refused {FromAddress} in {Mailbox}", a, b);
            log.LogError(e, "Broken: {@Mail}", mail);
            log.LogInformation("Polled {Mailbox}: {Stored} stored", a, b);
            Refuse($"The subject {subject} is long");
            """))));

    [Fact]
    public void A_real_domain_in_a_sample_is_complained_of() => Assert.Equal(
        ["tests/Samples/a.eml:1: gmail.c" + "om may be somebody's domain; samples end in .example."],
        RealAddresses(Tree.Of(
            ("tests/Samples/a.eml", "From: Someone <someone@gmail.c" + "om>\nTo: helpdesk@secas.example\nMessage-ID: <1.2@Mail.Example>\n"),
            ("docs/a.md", "git clone git@host.c" + "om:x"))));

    [GeneratedRegex(@"\[LoggerMessage\((?:[^""\]]|""(?:[^""\\]|\\.)*"")*\]|\.(?:Log(?:Trace|Debug|Information|Warning|Error|Critical)|BeginScope)\((?:[^"";]|""(?:[^""\\]|\\.)*"")*;", RegexOptions.CultureInvariant)]
    private static partial Regex LogCall();

    [GeneratedRegex(@"\{(@?\$?\w+)[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^@|subject|body|address|recipient|sender|password|secret|token|header|e?mail$|^(from|to|cc|text|newtext|name|fromname|attachments?|user|username)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Personal();

    [GeneratedRegex(@"[\w.+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
