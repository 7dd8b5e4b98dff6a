using Helpdesk.Messages;

namespace Helpdesk.Tests.Messages;

/// <summary>A form of the website is known by its labelled lines, one of which says who asks.</summary>
public sealed class WebFormTests
{
    [Theory]
    [InlineData("Name: Ada\nCompany: Hexwold Energy\nEmail: a@hexwold.example\nEnquiry: When?", true)]
    [InlineData("Full name: Ada\r\nOrganisation: Hexwold\r\nYour message: When?", true)]
    [InlineData("Email: a@hexwold.example\nPhone: 01632 960112\nMessage: When?", false)]
    [InlineData("Name: Ada\nEmail: a@hexwold.example", false)]
    [InlineData("Please send it to Name: Ada, Company: Hexwold, Email: a@hexwold.example", false)]
    [InlineData("Dear all,\nwhen is the Panel?\nRegards\nAda\nPhone: 01632 960112\nEmail: a@hexwold.example", false)]
    [InlineData("", false)]
    public void A_form_is_known(string body, bool isForm) => Assert.Equal(isForm, WebForm.Is(body));

    [Fact]
    public void A_form_below_a_long_text_is_none() => Assert.False(WebForm.Is(new string('x', 5_000) + "\nName: Ada\nCompany: Hexwold\nEnquiry: When?"));
}
