using System.Text.RegularExpressions;

namespace Helpdesk.Text;

/// <summary>Finds earlier mail in a body: marked lines, attributions, separators, the header blocks of every mail program.</summary>
static partial class QuotedLines
{
    /// <summary>Mail programs wrap an attribution at 70 to 80 characters: name, address and date fill three lines at most.</summary>
    const int LongestAttribution = 3;

    public static void Mark(BodyLines lines, LineKind[] kinds)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines.IsBlank(i))
            {
                continue;
            }

            if (lines[i][0] == '>' && !IsGroupWise(lines[i]) || IsBarred(lines, i))
            {
                kinds[i] = LineKind.Quoted;
            }
            else if (IsHistoryStart(lines, i))
            {
                Array.Fill(kinds, LineKind.Quoted, i, lines.Count - i);
                return;
            }
            else if (Attribution(lines, i) is var length and > 0)
            {
                Array.Fill(kinds, LineKind.Quoted, i, length);
                var next = lines.NextText(i + length);
                if (next < lines.Count && lines[next][0] != '>')
                {
                    Array.Fill(kinds, LineKind.Quoted, i, lines.Count - i);
                    return;
                }

                i += length - 1;
            }
        }
    }

    /// <summary>Lines with a bar before them, two or more together; one that also ends in a bar is a table's row.</summary>
    static bool IsBarred(BodyLines lines, int i)
    {
        return Bar(i) && ((i > 0 && Bar(i - 1)) || (i + 1 < lines.Count && Bar(i + 1)));
        bool Bar(int k) => lines[k] is ['|', ' ', .., not '|'];
    }

    static bool IsGroupWise(ReadOnlySpan<char> line) => line.StartsWith(">>> ") && line.EndsWith(" >>>");

    /// <summary>A separator or a header block: all below it is earlier mail.</summary>
    static bool IsHistoryStart(BodyLines lines, int i)
    {
        var line = lines[i];
        if (IsGroupWise(line) || ((line[0] is '-' or 'B' or 'b' or 'F' or 'f') && Separator().IsMatch(line)))
        {
            return true;
        }

        if ((line[0] is '_' or '-' or '=' or 'O' or 'o') && Rule().IsMatch(line))
        {
            var next = lines.NextText(i + 1);
            return next < lines.Count && IsHeaderBlock(lines, next);
        }

        return IsHeaderBlock(lines, i);
    }

    /// <summary>"From:" with two more known fields, or, in a language not known here, three fields with an address and a time among them.</summary>
    static bool IsHeaderBlock(BodyLines lines, int i)
    {
        if (lines[i].IndexOf(':') is < 1 or > 20)
        {
            return false;
        }

        var isFrom = FromField().IsMatch(lines[i]);
        var (known, fields, address, time) = (0, 0, false, false);
        for (var k = i; k < Math.Min(lines.Count, i + 8); k++)
        {
            known += k > i && OtherField().IsMatch(lines[k]) ? 1 : 0;
            if (fields == k - i && AnyField().IsMatch(lines[k]))
            {
                fields++;
                address |= lines[k].Contains('@');
                time |= Time().IsMatch(lines[k]);
            }
        }

        return (isFrom && known >= 2) || (fields >= 3 && address && time);
    }

    /// <summary>The number of lines of "On ... wrote:", which mail programs wrap; 0 when it does not start here.</summary>
    static int Attribution(BodyLines lines, int i)
    {
        var line = lines[i];
        if (line[^1] == ':' && line.IndexOfAny(DigitsAndAt) >= 0 && lines.NextText(i + 1) is var next && next < lines.Count && lines[next][0] == '>')
        {
            return 1;
        }

        if (!AttributionStart().IsMatch(line))
        {
            return 0;
        }

        for (var length = 1; length <= LongestAttribution && i + length <= lines.Count; length++)
        {
            if (lines[i + length - 1] is [.., ':'] && AttributionEnd().IsMatch(lines[i + length - 1]))
            {
                return length;
            }
        }

        return 0;
    }

    static readonly System.Buffers.SearchValues<char> DigitsAndAt = System.Buffers.SearchValues.Create("0123456789@");

    [GeneratedRegex(@"^(-{2,}\s*(original message|original appointment|reply message|forwarded message|forwarded by|message d'origine|ursprüngliche nachricht)\b.*|begin forwarded message:?|forwarded message:?\s*-*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex("^([_=-]{10,}|original message)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\*?(from|von|de|van|da|från|fra)\s?\*?:\*?\s+\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FromField();

    [GeneratedRegex(@"^\*?(sent|date|to|cc|subject|importance|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|verzonden|aan|onderwerp|enviado|para|asunto|inviato|oggetto)\s?\*?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherField();

    [GeneratedRegex(@"^\*?\p{L}[\p{L}-]{1,14}\s?\*?:(\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex AnyField();

    [GeneratedRegex(@"\d[:.h]\d\d\b", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(on|le|am|el|op|il|den|em)\s.*(\d|wrote)|^.{3,60}<\S+@\S+>\s+(wrote|writes):$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"\b(wrote|writes|a écrit|escribió|ha scritto|escreveu|skrev)\s*:$|^(wrote|schreef)\s*:$|\b(schrieb|schreef)\b.*:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AttributionEnd();
}
