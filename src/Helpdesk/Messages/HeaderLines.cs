using Helpdesk.Text;
using MimeKit;

namespace Helpdesk.Messages;

/// <summary>A mail's header lines as rules see them: <c>Name: text</c>, unfolded.</summary>
static class HeaderLines
{
    /// <summary>Real headers have some fifty lines; a forged one may have a hundred thousand.</summary>
    const int Most = 500;

    const int Longest = 2_000;

    public static IReadOnlyList<string> Of(RawContent content)
    {
        try
        {
            return [.. HeaderList.Load(HeaderBlock.Tame(content.Open())).Take(Most).Select(h => CleanText.Of($"{h.Field}: {(h.Value.Length > Longest ? h.Value[..Longest] : h.Value)}"))];
        }
        catch (FormatException)
        {
            // A mail whose header is no header has no line for a rule to look at.
            return [];
        }
    }
}
