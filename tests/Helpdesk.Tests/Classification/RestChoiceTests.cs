using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>Where each category is told from the rest, <c>train</c> keeps of the changes it tries those that help on the mail itself.</summary>
public sealed class RestChoiceTests
{
    static readonly Recipe Plain = new(3f, Rest: true);

    [Fact]
    public void A_change_that_helps_is_kept()
    {
        // The words are the same for all; what stands inside of them tells.
        var chosen = Chosen(label => string.Create(CultureInfo.InvariantCulture, $"x{(char)('!' + label)}y"));

        Assert.True(chosen.Marks);
        Assert.True(chosen.Rest);
    }

    [Fact]
    public void Where_nothing_can_be_gained_nothing_is_changed() =>
        Assert.Equal(Plain, Chosen(label => string.Create(CultureInfo.InvariantCulture, $"word{new string((char)('a' + label), 3)}")));

    static Recipe Chosen(Func<int, string> telling)
    {
        string[] words = ["meter", "panel", "north", "paper", "seven", "window", "letter", "green"];
        var chance = new Random(7);
        return CrossValidation.ChooseRest(
            new([.. Enumerable.Range(0, 150).Select(i => new MailSample
            {
                Id = $"{i}",
                Date = Some.Moment.AddHours(i),
                Body = string.Join(' ', Enumerable.Range(0, 6).Select(_ => words[chance.Next(words.Length)]).Append(telling(i % 6))),
                Label = $"label {i % 6}",
            })]),
            Plain,
            () => { },
            TestContext.Current.CancellationToken);
    }
}
