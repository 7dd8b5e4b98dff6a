using System.Text;
using Helpdesk.Messages;

namespace Helpdesk.Tests.Messages;

/// <summary>A header of insane size is cut before any parser sees it; the body stays whole.</summary>
public sealed class HeaderBlockTests
{
    [Theory]
    [InlineData("Subject: a\r\n\r\nbody\r\n")]
    [InlineData("Subject: a\n\nbody\n")]
    [InlineData("\r\nbody without header\r\n")]
    [InlineData("no header, no empty line")]
    [InlineData("")]
    public void A_sane_mail_stays_as_it_is(string mail) => Assert.Equal(mail, Tame(mail));

    [Fact]
    public void A_field_of_megabytes_is_cut_and_the_others_stay()
    {
        var tamed = Tame($"From: a@calderwyn.example\r\nSubject: {new string('x', 3_000_000)}\r\nTo: b@secas.example\r\n\r\nthe body\r\n");

        Assert.StartsWith("From: a@calderwyn.example\r\nSubject: xxx", tamed, StringComparison.Ordinal);
        Assert.EndsWith("\r\nthe body\r\n", tamed, StringComparison.Ordinal);
        Assert.InRange(tamed.Length, 1, 300_000);
    }

    [Fact]
    public void A_field_a_little_too_long_is_cut_and_the_next_one_stays()
    {
        var tamed = Tame($"Subject: {new string('x', 100_000)}\r\nTo: b@secas.example\r\n\r\nthe body\r\n");

        Assert.Contains("\nTo: b@secas.example\r\n", tamed, StringComparison.Ordinal);
        Assert.EndsWith("\r\nthe body\r\n", tamed, StringComparison.Ordinal);
        Assert.InRange(tamed.Length, 1, 70_000);
    }

    [Fact]
    public void A_hundred_thousand_fields_are_cut_and_the_body_stays()
    {
        var tamed = Tame(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"X-{i}: y\r\n")) + "\r\nthe body\r\n");

        Assert.EndsWith("\r\nthe body\r\n", tamed, StringComparison.Ordinal);
        Assert.InRange(tamed.Length, 1, 300_000);
    }

    [Fact]
    public void A_body_of_megabytes_is_left_alone()
    {
        var mail = $"Subject: a\r\n\r\n{new string('x', 3_000_000)}";

        Assert.Equal(mail, Tame(mail));
    }

    static string Tame(string mail)
    {
        using var reader = new StreamReader(HeaderBlock.Tame(new MemoryStream(Encoding.ASCII.GetBytes(mail))), Encoding.ASCII);
        return reader.ReadToEnd();
    }
}
