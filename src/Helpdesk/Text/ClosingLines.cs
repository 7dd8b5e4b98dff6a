namespace Helpdesk.Text;

/// <summary>Finds what closes a mail or frames it: banner, farewell, signature, disclaimer.</summary>
static class ClosingLines
{
    /// <summary>"With warm good wishes to you all," is the longest people write above their name.</summary>
    const int LongestFarewell = 50;

    /// <summary>Banners stand above the greeting; what looks like one further down is a sentence.</summary>
    const int DeepestBanner = 3;

    public static void Mark(BodyLines lines, LineKind[] kinds)
    {
        MarkBanners(lines, kinds);
        var words = false;
        for (var start = 0; start < kinds.Length;)
        {
            if (kinds[start] != LineKind.New)
            {
                start++;
                continue;
            }

            var end = start;
            while (end < kinds.Length && kinds[end] == LineKind.New)
            {
                end++;
            }

            words |= MarkStretch(lines, kinds, start, end, words);
            start = end;
        }

        MarkDeviceBelowHistory(lines, kinds);
    }

    static void MarkBanners(BodyLines lines, LineKind[] kinds)
    {
        var seen = 0;
        for (var i = 0; i < kinds.Length && seen < DeepestBanner; i++)
        {
            if (lines.IsBlank(i) || kinds[i] != LineKind.New)
            {
                continue;
            }

            seen++;
            if (ClosingWords.Banner().IsMatch(lines[i]))
            {
                kinds[i] = LineKind.Closing;
            }
        }
    }

    /// <summary>Marks the closing matter of a stretch of new lines; true when words of the sender remain in it.</summary>
    /// <param name="wordsAbove">The sender has said something above: this stretch may be all signature.</param>
    static bool MarkStretch(BodyLines lines, LineKind[] kinds, int start, int end, bool wordsAbove)
    {
        var first = lines.NextText(start);
        for (var i = first; i < end; i++)
        {
            var hasWords = wordsAbove || i > first;
            if (!lines.IsBlank(i) && EndsHere(lines, i, end, hasWords) is var until and > 0)
            {
                Array.Fill(kinds, LineKind.Closing, i, until - i);
                i = until - 1;
            }
        }

        return first < end && kinds[first] == LineKind.New;
    }

    /// <summary>Where the closing matter that starts at line <paramref name="i"/> ends; 0 when none starts here.</summary>
    static int EndsHere(BodyLines lines, int i, int end, bool hasWords)
    {
        var line = lines[i];
        if (ClosingWords.IsFooter(line))
        {
            return hasWords ? end : ParagraphEnd(lines, i, end);
        }

        if (ClosingWords.SignatureMark().IsMatch(line))
        {
            // "--" opens a signature wherever it stands; other rules only above closing matter.
            return line.SequenceEqual("--") || Signatures.Begins(lines, lines.NextText(i + 1), end) || Signatures.IsTrailer(lines, i + 1, end) ? end : 0;
        }

        if (ClosingWords.IsFarewell(line) && (hasWords || lines.NextText(i + 1) < end))
        {
            return Signatures.EndBelowFarewell(lines, i + 1, end);
        }

        if (hasWords && line[^1] == ',' && line.Length <= LongestFarewell && lines.NextText(i + 1) is var next && next < end && ClosingWords.IsName(lines[next], alone: true))
        {
            return Signatures.EndBelowFarewell(lines, i + 1, end);
        }

        return hasWords && !FollowsColon(lines, i) && (i == 0 || lines.IsBlank(i - 1) || ClosingWords.IsContact(line) || ClosingWords.MayStandAboveName(lines[i - 1])) && Signatures.Begins(lines, i, end) ? end : 0;
    }

    /// <summary>"Private and confidential" above a letter is its heading; the letter follows.</summary>
    static int ParagraphEnd(BodyLines lines, int i, int end)
    {
        while (i < end && !lines.IsBlank(i))
        {
            i++;
        }

        return i;
    }

    /// <summary>What a colon announces is the sender's own, be it an address or a name.</summary>
    static bool FollowsColon(BodyLines lines, int i)
    {
        do
        {
            i--;
        }
        while (i >= 0 && lines.IsBlank(i));
        return i >= 0 && lines[i][^1] == ':';
    }

    /// <summary>Some telephones put their line under the history.</summary>
    static void MarkDeviceBelowHistory(BodyLines lines, LineKind[] kinds)
    {
        var last = kinds.Length - 1;
        while (last >= 0 && lines.IsBlank(last))
        {
            last--;
        }

        if (last >= 0 && kinds[last] == LineKind.Quoted && lines[last][0] != '>' && ClosingWords.Device().IsMatch(lines[last]))
        {
            kinds[last] = LineKind.Closing;
        }
    }
}
