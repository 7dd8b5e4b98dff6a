using Helpdesk.Text;

namespace Helpdesk.Tests.Text;

/// <summary>The sender's own new words, parted from earlier mail and closing matter in the shapes that mail programs make.</summary>
public sealed class MailTextTests
{
    public static TheoryData<string, string, string> Shapes => new()
    {
        { "a plain mail", "Hello,\n\nwhen is the Panel?\n", "Hello,\n\nwhen is the Panel?" },
        { "a farewell and a signature", "When is the Panel?\n\nKind regards,\n\nPriya Nair\nCalderwyn Energy\nT: 01632 960112", "When is the Panel?" },
        { "a dash signature", "When is the Panel?\n-- \nPriya", "When is the Panel?" },
        { "a telephone's signature", "Thanks, got it.\n\nSent from my iPhone", "Thanks, got it." },
        { "a disclaimer", "Got it.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.", "Got it." },
        { "a banner above", "[EXTERNAL]\n\nGot it.", "Got it." },
        { "Gmail's quotation", "Yes please.\n\nOn Thu, 14 Mar 2019 at 09:26, SECAS Helpdesk <helpdesk@secas.example> wrote:\n\n> Shall we?\n> The desk", "Yes please." },
        { "Gmail's attribution, wrapped", "Yes please.\n\nOn Thu, 14 Mar 2019 at 09:26, SECAS Helpdesk\n<helpdesk@secas.example> wrote:\n\n> Shall we?", "Yes please." },
        { "Outlook's header block", "Yes please.\n\nFrom: SECAS Helpdesk <helpdesk@secas.example>\nSent: 14 March 2019 09:26\nTo: Priya Nair\nSubject: Shall we?\n\nShall we?", "Yes please." },
        { "Outlook's rule and header block", "Yes please.\n\n________________________________\nFrom: SECAS Helpdesk\nSent: 14 March 2019 09:26\nTo: Priya Nair\nSubject: Shall we?\n\nShall we?", "Yes please." },
        { "an original message", "Yes please.\n\n-----Original Message-----\nFrom: SECAS\nShall we?", "Yes please." },
        { "a forward with words above", "Is this yours?\n\n---------- Forwarded message ----------\nFrom: Ada\nDate: 14 Mar 2019\nSubject: X\n\nPlease help.", "Is this yours?" },
        { "Apple's forward", "For you.\n\nBegin forwarded message:\n\nFrom: Ada\nSubject: X\n\nPlease help.", "For you." },
        { "answers between the lines", "> When?\nOn Monday.\n> Where?\nIn London.", "On Monday.\nIn London." },
        { "a German quotation", "Ja gern.\n\nAm 14.03.2019 um 09:26 schrieb SECAS:\n> Wollen wir?", "Ja gern." },
        { "a French quotation", "Oui.\n\nLe 14 mars 2019 à 09:26, SECAS a écrit :\n> On y va ?", "Oui." },
        { "thanks that are the message", "Thanks for the quick answer, but the form still fails.\nThanks\nPriya", "Thanks for the quick answer, but the form still fails." },
        { "a postscript is no signature", "One.\n\nRegards\nPriya\n\nPS: and when does the next seminar start, if the one in June is full?", "One.\n\nPS: and when does the next seminar start, if the one in June is full?" },
        { "a farewell in the middle of a letter", "Regards,\nthis is the first paragraph of a long letter whose every line is longer than any signature's line could ever be.", "Regards,\nthis is the first paragraph of a long letter whose every line is longer than any signature's line could ever be." },
        { "a sentence that begins with On", "On Monday the Panel met.\nIt wrote nothing down.", "On Monday the Panel met.\nIt wrote nothing down." },
        { "Windows line ends", "One.\r\nTwo.\r\n\r\nRegards\r\nPriya\r\n", "One.\nTwo." },
        { "nothing", "", "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_new_words_are_found(string shape, string body, string words) => Assert.True(MailText.From(body).New == words, $"{shape}: {MailText.From(body).New}");

    [Fact]
    public void No_word_is_lost_between_the_three_parts()
    {
        var text = MailText.From("New.\n\nKind regards\nPriya\n\nOn Thu, 14 Mar 2019, SECAS <helpdesk@secas.example> wrote:\n> Quoted.");

        Assert.Equal("New.", text.New);
        Assert.Contains("Priya", text.Closing, StringComparison.Ordinal);
        Assert.Contains("> Quoted.", text.Quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_without_a_word_of_its_own_has_no_new_words() =>
        Assert.Equal("", MailText.From("---------- Forwarded message ----------\nFrom: Ada\nSubject: X\n\nPlease help.").New);
}
