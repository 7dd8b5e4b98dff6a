using System.Text.RegularExpressions;

namespace Helpdesk.Text;

/// <summary>Tells the lines of a body apart: new words, quoted history, closing matter.</summary>
static partial class LineKinds
{
    /// <summary>A signature of more lines than this is a letter's second half.</summary>
    const int LongestSignature = 14;

    /// <summary>A line of a signature is short; a sentence is not.</summary>
    const int LongestSignatureLine = 90;

    public static LineKind[] Of(IReadOnlyList<string> lines)
    {
        var kinds = new LineKind[lines.Count];
        MarkQuoted(lines, kinds);
        foreach (var (start, end) in NewStretches(kinds))
        {
            MarkClosing(lines, kinds, start, end);
        }

        return kinds;
    }

    static void MarkQuoted(IReadOnlyList<string> lines, LineKind[] kinds)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].AsSpan().TrimStart().StartsWith(">"))
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
                var next = NextText(lines, i + length);
                if (next < lines.Count && !lines[next].AsSpan().TrimStart().StartsWith(">"))
                {
                    Array.Fill(kinds, LineKind.Quoted, i, lines.Count - i);
                    return;
                }

                i += length - 1;
            }
        }
    }

    /// <summary>A separator or an Outlook header block: all below it is earlier mail.</summary>
    static bool IsHistoryStart(IReadOnlyList<string> lines, int i)
    {
        var line = lines[i].Trim();
        if (Separator().IsMatch(line))
        {
            return true;
        }

        if (Underscores().IsMatch(line))
        {
            var next = NextText(lines, i + 1);
            return next < lines.Count && IsHeaderBlock(lines, next);
        }

        return IsHeaderBlock(lines, i);
    }

    static bool IsHeaderBlock(IReadOnlyList<string> lines, int i)
    {
        if (!FromField().IsMatch(lines[i].Trim()))
        {
            return false;
        }

        var fields = 0;
        for (var k = i + 1; k < Math.Min(lines.Count, i + 8); k++)
        {
            fields += OtherField().IsMatch(lines[k].Trim()) ? 1 : 0;
        }

        return fields >= 2;
    }

    /// <summary>The number of lines of "On ... wrote:", which mail programs wrap; 0 when it does not start here.</summary>
    static int Attribution(IReadOnlyList<string> lines, int i)
    {
        var first = lines[i].Trim();
        if (!AttributionStart().IsMatch(first))
        {
            return 0;
        }

        for (var length = 1; length <= 3 && i + length <= lines.Count; length++)
        {
            if (AttributionEnd().IsMatch(lines[i + length - 1].TrimEnd()))
            {
                return length;
            }
        }

        return 0;
    }

    static int NextText(IReadOnlyList<string> lines, int i)
    {
        while (i < lines.Count && string.IsNullOrWhiteSpace(lines[i]))
        {
            i++;
        }

        return i;
    }

    static IEnumerable<(int Start, int End)> NewStretches(LineKind[] kinds)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] == LineKind.New)
            {
                var start = i;
                while (i < kinds.Length && kinds[i] == LineKind.New)
                {
                    i++;
                }

                yield return (start, i);
            }
        }
    }

    static void MarkClosing(IReadOnlyList<string> lines, LineKind[] kinds, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var line = lines[i].Trim();
            if (Banner().IsMatch(line))
            {
                kinds[i] = LineKind.Closing;
            }
            else if (SignatureMark().IsMatch(lines[i]) || Device().IsMatch(line) || Disclaimer().IsMatch(line) || IsFarewell(lines, i, end))
            {
                Array.Fill(kinds, LineKind.Closing, i, end - i);
                return;
            }
        }
    }

    /// <summary>"Kind regards," with nothing below but the short lines of a signature, or a disclaimer.</summary>
    static bool IsFarewell(IReadOnlyList<string> lines, int i, int end)
    {
        if (!Farewell().IsMatch(lines[i].Trim()))
        {
            return false;
        }

        var texts = 0;
        for (var k = i + 1; k < end; k++)
        {
            var line = lines[k].Trim();
            if (Disclaimer().IsMatch(line) || Device().IsMatch(line))
            {
                return true;
            }

            if (PostScript().IsMatch(line) || line.Length > LongestSignatureLine || (line.Length > 0 && ++texts > LongestSignature))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"^(-{2,}\s*(original message|original appointment|forwarded message|forwarded by|message d'origine)\b.*|begin forwarded message:?|forwarded message:?\s*-*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex("^[_=-]{10,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Underscores();

    [GeneratedRegex(@"^\*?(from|von|de)\*?:\*?\s+\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FromField();

    [GeneratedRegex(@"^\*?(sent|date|to|cc|subject|gesendet|an|betreff|envoyé|à|objet|importance|reply-to)\*?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherField();

    [GeneratedRegex(@"^(on|le|am)\s.*(\d|wrote)|^.{3,60}<\S+@\S+>\s+wrote:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"\b(wrote|writes|a écrit)\s*:$|\bschrieb\b.{0,80}:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AttributionEnd();

    [GeneratedRegex(@"^--\s?$|^_{2,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex SignatureMark();

    [GeneratedRegex(@"^(sent from my\b|sent from (outlook|mail|yahoo|samsung|blackberry)|sent via\b|get outlook for\b|sent on the (go|move))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();

    [GeneratedRegex(@"^\W*(this (e-?mail|message|communication|transmission)\b.*(confidential|intended|privileged|attachments|solely)|(the )?information (contained )?in this (e-?mail|message)|disclaimer\b|confidentiality notice|privileged and confidential|if you (are not the intended|have received this)|please consider the environment|registered (office|in|address)\b|registered no|(scanned|checked) (by|for) .*virus|internet communications are not secure)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Disclaimer();

    [GeneratedRegex(@"^\W*(\[?external( e-?mail)?\]?$|caution:|warning: (this|external)|this (e-?mail|message) (originated|was sent) from outside|external sender|classification:|you don't often get email from|\*+ ?external)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Banner();

    [GeneratedRegex(@"^(((with )?(very |my )?(kind(est)?|best|warm(est)?|many|all the|with) )?(regards|wishes|thanks|best)( and (kind |best )?(regards|thanks))?|thanks( again| very much| so much| in advance)?( and (kind |best )?regards)?|thank you|many thanks|cheers|yours( (sincerely|faithfully|truly|aye|etc))?|sincerely|(kind )?rgds|regs|kr|br|ta|thx|best|all the best|atb|speak soon|respectfully)[\s,.!]*([-–]\s*\w+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Farewell();

    [GeneratedRegex(@"^p\.?\s?s\.?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PostScript();
}
