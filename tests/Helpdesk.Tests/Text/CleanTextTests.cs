using Helpdesk.Text;

namespace Helpdesk.Tests.Text;

/// <summary>What PostgreSQL cannot keep becomes something it can; all else stays as it is.</summary>
public sealed class CleanTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Grüße, 你好, שלום", "Grüße, 你好, שלום")]
    [InlineData("a pair \U0001F4A1 stays", "a pair \U0001F4A1 stays")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("\0", "\uFFFD")]
    public void A_text_is_clean(string? given, string clean) => Assert.Equal(clean, CleanText.Of(given));

    [Fact]
    public void Lone_surrogates_are_replaced_and_pairs_beside_them_stay()
    {
        Assert.Equal("\uFFFDx", CleanText.Of("\uD83Dx"));
        Assert.Equal("x\uFFFD", CleanText.Of("x\uDCA1"));
        Assert.Equal("\uFFFD\uFFFD", CleanText.Of("\uDCA1\uD83D"));
        Assert.Equal("\uFFFD\U0001F4A1", CleanText.Of("\uD83D\uD83D\uDCA1"));
    }

    [Fact]
    public void A_text_too_long_is_cut_and_a_pair_at_the_cut_is_not_left_half()
    {
        var text = CleanText.Of(new string('x', CleanText.Longest - 1) + "\U0001F4A1 and more");

        Assert.Equal(CleanText.Longest, text.Length);
        Assert.EndsWith("x\uFFFD", text, StringComparison.Ordinal);
    }
}
