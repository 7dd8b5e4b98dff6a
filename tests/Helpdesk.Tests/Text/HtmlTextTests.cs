using Helpdesk.Text;

namespace Helpdesk.Tests.Text;

/// <summary>What a person sees in an HTML mail, as lines.</summary>
public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two</p>", "One\n\nTwo")]
    [InlineData("<div>One</div><div>Two</div>", "One\nTwo")]
    [InlineData("One<br>Two<br/>Three", "One\nTwo\nThree")]
    [InlineData("One<br><br><br><br>Two", "One\n\nTwo")]
    [InlineData("  One \r\n  and\tthe  same   line ", "One and the same line")]
    [InlineData("<b>bo</b>ld", "bold")]
    [InlineData("AT&amp;T &lt;ops&gt; &pound;5 &#8211; &#x20AC;6&nbsp;each", "AT&T <ops> £5 – €6 each")]
    [InlineData("<head><title>No</title><style>p { x }</style></head><body>Yes</body>", "Yes")]
    [InlineData("Before<script>alert('no')</script>After", "BeforeAfter")]
    [InlineData("<style>a</style><p>Yes</p>", "Yes")]
    [InlineData("Mine<blockquote>Yours<br>too</blockquote>Mine again", "Mine\n> Yours\n> too\nMine again")]
    [InlineData("<blockquote>A<blockquote>B</blockquote></blockquote>", "> A\n>> B")]
    [InlineData("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two")]
    [InlineData("<table><tr><td>Jun</td><td>1,855</td></tr><tr><td>May</td><td>1,850</td></tr></table>", "Jun 1,855\nMay 1,850")]
    [InlineData("Above<hr>Below", "Above\n________________________________\nBelow")]
    [InlineData("<!-- hidden -->Seen", "Seen")]
    [InlineData("<p>Never closed <b>but <i>read", "Never closed but read")]
    [InlineData("</p></div>Closed too often", "Closed too often")]
    [InlineData("zero\u200Bwidth", "zero width")]
    [InlineData("", "")]
    [InlineData("<p> </p><p>&nbsp;</p>", "")]
    public void Markup_becomes_the_lines_a_person_sees(string html, string text) => Assert.Equal(text, HtmlText.From(html));

    [Fact]
    public void A_bomb_of_nested_markup_costs_no_depth()
    {
        var text = HtmlText.From(string.Concat(Enumerable.Repeat("<blockquote><table><tr><td>", 100_000)) + "deep inside");

        Assert.EndsWith("deep inside", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_text_is_cut() =>
        Assert.InRange(HtmlText.From(string.Concat(Enumerable.Repeat("<p>word</p>", 1_000_000))).Length, 1, CleanText.Longest + 100);
}
