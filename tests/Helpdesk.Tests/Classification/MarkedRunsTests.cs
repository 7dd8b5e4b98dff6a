using Helpdesk.Classification;
using Helpdesk.Text;

namespace Helpdesk.Tests.Classification;

/// <summary>What stands between words and inside of them besides letters, where a model learns from marks.</summary>
public sealed class MarkedRunsTests
{
    [Fact]
    public void Runs_with_a_mark_or_a_digit_are_learned_and_runs_of_letters_alone_are_left_to_the_letters()
    {
        var known = Known("In C++ see {IBM} of 1970.", marks: true);

        foreach (var run in (string[])[" c+", "c++", "++ ", " c++ ", " {i", "{ib", "ibm}", "m} ", " {ibm", " 19", "1970.", "70. "])
        {
            Assert.Contains(run, known);
        }

        Assert.DoesNotContain("ibm", known);
        Assert.DoesNotContain(" in", known);
        Assert.All(known, run => Assert.InRange(run.Length, 3, 5));
        Assert.Empty(Known("In C++ see {IBM} of 1970.", marks: false));
    }

    [Theory]
    [InlineData("a\u0001b. \u0085c,d \u2028e;f")]
    [InlineData("\ud800x.y \udc00 z:🙂w")]
    public void What_cannot_be_written_in_a_line_of_the_vocabulary_divides(string text) =>
        Assert.All(Known(text, marks: true), run => Assert.DoesNotContain(run, c => char.IsControl(c) || char.IsSurrogate(c) || c == '\u2028'));

    [Fact]
    public void Of_a_line_drawn_with_marks_only_the_beginning_is_read() =>
        Assert.All(Known(new string('-', 60) + new string('=', 5_000), marks: true), run => Assert.DoesNotContain('=', run));

    /// <summary>What two mails with this text teach.</summary>
    static List<string> Known(string text, bool marks)
    {
        var mail = new MailInput("", new MailText(text, "", ""), [], "", [], false, null);
        return [.. VocabularyCount.Of([mail, mail], 2, marks).Entries.Where(e => e.Block == FeatureBlock.MarkedRuns).Select(e => e.Token)];
    }
}
