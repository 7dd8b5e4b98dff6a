using System.Text.RegularExpressions;

namespace Helpdesk.Messages;

/// <summary>Recognises a mail that carries a form of the website: a person's request behind a machine's envelope.</summary>
static partial class WebForm
{
    /// <summary>Three labelled lines, one of them saying who asks: fewer could be a signature.</summary>
    const int LeastFields = 3;

    public static bool Is(string body)
    {
        var fields = 0;
        var who = false;
        foreach (var line in body.AsSpan(0, Math.Min(body.Length, 5_000)).EnumerateLines())
        {
            foreach (var match in Field().EnumerateMatches(line))
            {
                fields++;
                who |= Who().IsMatch(line.Slice(match.Index, match.Length));
            }
        }

        return who && fields >= LeastFields;
    }

    [GeneratedRegex(@"^\s*(full name|your name|first name|last name|name|company( name)?|organisation|e-?mail( address)?|telephone|phone|subject|enquiry( type)?|your (message|enquiry)|message|comments|request( type)?|party( name| category)?|details|role|submitted( on| by)?|form)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"(name|company|organisation|party)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Who();
}
