namespace Helpdesk.Text;

/// <summary>Text as PostgreSQL can keep it.</summary>
static class CleanText
{
    /// <summary>A million characters: a long book chapter; what lies behind it is an attachment by another name.</summary>
    public const int Longest = 1_000_000;

    /// <summary>NUL and lone surrogates become U+FFFD, and a text beyond <see cref="Longest"/> is cut: <c>text</c> takes neither (SQLSTATE 22021).</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (text.Length > Longest)
        {
            text = text[..Longest];
        }

        return IsClean(text) ? text : string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                if (char.IsHighSurrogate(from[i]) && i + 1 < from.Length && char.IsLowSurrogate(from[i + 1]))
                {
                    to[i] = from[i];
                    to[i + 1] = from[++i];
                }
                else
                {
                    to[i] = from[i] == '\0' || char.IsSurrogate(from[i]) ? '\uFFFD' : from[i];
                }
            }
        });
    }

    static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return false;
            }

            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
