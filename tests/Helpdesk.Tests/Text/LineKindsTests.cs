using System.Globalization;
using Helpdesk.Text;

namespace Helpdesk.Tests.Text;

/// <summary>Measures the taking apart of bodies on mails whose every line a reader labelled: N new, Q quoted, C closing matter.</summary>
public sealed class LineKindsTests
{
    sealed record Labelled(string Name, string Body, IReadOnlyList<LineKind?> Kinds);

    [Fact]
    public void Lines_of_two_hundred_mails_of_many_clients_are_told_apart()
    {
        var mails = Read().ToList();
        var all = Count(mails);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", Enum.GetValues<LineKind>().Select(k => string.Create(CultureInfo.InvariantCulture, $"{k}: {F1(all, k):F4} over {all.Count(p => p.Want == k)} lines"))));

        Assert.True(mails.Count >= 200, $"{mails.Count} mails");
        Assert.All(Enum.GetValues<LineKind>(), kind => Assert.InRange(F1(all, kind), 0.95, 1.0));
    }

    [Fact]
    public void No_line_is_lost_or_said_twice()
    {
        Assert.All(Read(), mail =>
        {
            var text = MailText.From(mail.Body);
            var parts = string.Join('\n', text.New, text.Quoted, text.Closing);
            Assert.Equal(Words(mail.Body), Words(parts));
        });

        static IEnumerable<string> Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Line_ends_of_every_system_make_the_same_text()
    {
        Assert.All(Read(), mail =>
        {
            var unix = MailText.From(mail.Body);
            var windows = MailText.From(mail.Body.ReplaceLineEndings("\r\n"));
            var old = MailText.From(mail.Body.ReplaceLineEndings("\r"));
            Assert.Equal(unix, windows);
            Assert.Equal(unix, old);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData(">")]
    [InlineData("--")]
    [InlineData("From:")]
    [InlineData(":")]
    public void Odd_bodies_are_no_failure(string body) => Assert.Equal("", MailText.From(body).New.Trim('\n', ':', ' ', 'F', 'r', 'o', 'm'));

    [Fact]
    public void A_letter_headed_confidential_keeps_its_words()
    {
        var text = MailText.From("PRIVATE AND CONFIDENTIAL\n\nDear Sirs,\n\nWe act for the administrators and enclose their notice.\n\nYours faithfully\n\nBrackwater Legal LLP");

        Assert.Equal("Dear Sirs,\n\nWe act for the administrators and enclose their notice.", text.New);
    }

    [Fact]
    public void A_mail_of_more_lines_than_are_looked_at_keeps_its_last_word()
    {
        var text = MailText.From(string.Concat(Enumerable.Repeat("Another reading.\n", 20_000)) + "The last word.");

        Assert.EndsWith("The last word.", text.New, StringComparison.Ordinal);
    }

    static IEnumerable<Labelled> Read()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples", "Lines"), "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var mail in File.ReadAllText(file).Split("### ", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = mail.TrimEnd('\n').Split('\n');
                yield return new(
                    $"{Path.GetFileName(file)}: {lines[0]}",
                    string.Join('\n', lines.Skip(1).Select(l => l.Length > 2 ? l[2..] : "")),
                    [.. lines.Skip(1).Select(l => l.Length > 2 ? Kind(l[0]) : (LineKind?)null)]);
            }
        }
    }

    static LineKind Kind(char mark) => mark switch
    {
        'N' => LineKind.New,
        'Q' => LineKind.Quoted,
        'C' => LineKind.Closing,
        _ => throw new FormatException($"'{mark}' marks no kind of line"),
    };

    static List<(LineKind Want, LineKind Got)> Count(IEnumerable<Labelled> mails) =>
        [.. mails.SelectMany(mail => LineKinds.Of(new BodyLines(mail.Body)).Zip(mail.Kinds).Where(p => p.Second is not null).Select(p => (p.Second!.Value, p.First)))];

    static double F1(IReadOnlyList<(LineKind Want, LineKind Got)> lines, LineKind kind)
    {
        var right = lines.Count(l => l.Want == kind && l.Got == kind);
        return 2.0 * right / (lines.Count(l => l.Want == kind) + lines.Count(l => l.Got == kind));
    }
}
