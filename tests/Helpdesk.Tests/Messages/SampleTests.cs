using Helpdesk.Messages;

namespace Helpdesk.Tests.Messages;

/// <summary>Mail in the shapes that mail programs really make, read as a person would read it.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("outlook-reply.eml", "Nair, Priya", "RE: User CIO assessment dates", "The 3rd suits us – could you confirm the assessor's name? The quote of £900 is fine.")]
    [InlineData("gmail-reply.eml", "Tom Okafor", "Re: Party application", "Attached now, sorry – it’s been a long week.")]
    [InlineData("iphone.eml", "Ada Holm", "Réunion du Panel", "Can I still join by phone? Café has no wifi ☕")]
    [InlineData("forward.eml", "Ben Carr", "Fwd: Seminar in Leeds", "Can you take this one?")]
    [InlineData("forward-attached.eml", "Ben Carr", "For the desk", "Please see the attached.")]
    [InlineData("html-only.eml", "Newsroom", "A question from the press", "Dear SECAS,\n\nWho chairs the Panel now?")]
    [InlineData("windows-1252.eml", "Zoë Brontröm", "€900 – who pays?", "Is the fee €900 – or “free”?")]
    [InlineData("wrong-charset.eml", "Ana", "Charset nobody knows", "Señora Núñez asks.")]
    [InlineData("rfc2231-names.eml", "Ines", "Three files", "As agreed.")]
    [InlineData("calendar-reply.eml", "Tom Okafor", "Accepted: SEC training day", "Two of us will come.")]
    [InlineData("signed.eml", "Security", "Signed question", "Is the CIO report due in May?")]
    [InlineData("out-of-office.eml", "Priya Nair", "Automatic reply: your enquiry", "I am away until Monday.")]
    public void A_mail_is_read_as_a_person_reads_it(string file, string from, string subject, string words)
    {
        var mail = Read(file);

        Assert.Equal((from, subject, words), (mail.FromName, mail.Subject, mail.Text.New));
    }

    [Fact]
    public void Names_of_attachments_are_read_in_every_form_and_carry_no_path() =>
        Assert.Equal(["Prüfbericht 2019.pdf", "Bericht-Ä.doc", "notes.txt"], Read("rfc2231-names.eml").Attachments);

    [Fact]
    public void A_mail_attached_to_a_mail_is_earlier_mail_and_an_attachment()
    {
        var mail = Read("forward-attached.eml");

        Assert.Equal(["Signifier lost.eml"], mail.Attachments);
        Assert.Contains("We have lost our Party Signifier.", mail.Text.Quoted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outlook-reply.eml", "0001.desk@secas.example")]
    [InlineData("gmail-reply.eml", "0002.desk@secas.example")]
    [InlineData("iphone.eml", null)]
    public void The_thread_is_known_by_the_references(string file, string? parent) => Assert.Equal(parent, Read(file).References.SingleOrDefault());

    [Theory]
    [InlineData("out-of-office.eml", "null sender")]
    [InlineData("calendar-reply.eml", null)]
    [InlineData("forward.eml", null)]
    public void Only_a_machine_s_mail_is_automatic(string file, string? reason) => Assert.Equal(reason, Read(file).Automatic);

    [Fact]
    public void A_mail_with_other_line_ends_is_the_same_message()
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "outlook-reply.eml"));
        using var rewritten = new RawContent([.. bytes.Where(b => b != '\r')]);

        Assert.Equal(Read("outlook-reply.eml").Fingerprint, MessageReader.Read(rewritten).Fingerprint);
    }

    static ReadMail Read(string file)
    {
        using var raw = new RawContent(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", file)));
        return MessageReader.Read(raw);
    }
}
