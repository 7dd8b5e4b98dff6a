namespace Helpdesk.Text;

/// <summary>How far a signature goes, once something says that one begins.</summary>
static class Signatures
{
    /// <summary>The name of a list, its address, how to leave it.</summary>
    const int LongestTrailer = 3;

    /// <summary>Two short sentences under a name are a motto and a notice; three are an afterthought.</summary>
    const int MostMottos = 2;

    /// <summary>A signature of more lines than this is a letter's second half.</summary>
    const int LongestSignature = 16;

    /// <summary>The end of a signature below a farewell: the stretch's end, or its postscript; 0 when a letter goes on.</summary>
    public static int EndBelowFarewell(BodyLines lines, int i, int end)
    {
        var (texts, mottos) = (0, 0);
        for (; i < end; i++)
        {
            if (lines.IsBlank(i))
            {
                continue;
            }

            if (ClosingWords.IsFooter(lines[i]))
            {
                return end;
            }

            if (ClosingWords.PostScript().IsMatch(lines[i]))
            {
                return i;
            }

            var fits = ClosingWords.FitsSignature(lines[i]);
            if ((!fits && (texts == 0 || !ClosingWords.IsMotto(lines[i]) || ++mottos > MostMottos)) || ++texts > LongestSignature)
            {
                return 0;
            }
        }

        return end;
    }

    /// <summary>A signature without a farewell: it begins with a name, an organisation or a contact, and has nothing else.</summary>
    public static bool Begins(BodyLines lines, int i, int end)
    {
        if (i >= end || !(ClosingWords.IsFooter(lines[i]) || ClosingWords.IsContact(lines[i]) || ClosingWords.IsName(lines[i], alone: lines.NextText(i + 1) >= end)))
        {
            return false;
        }

        var texts = 0;
        for (; i < end; i++)
        {
            if (lines.IsBlank(i))
            {
                continue;
            }

            if (ClosingWords.IsFooter(lines[i]))
            {
                return true;
            }

            if (!ClosingWords.FitsSignature(lines[i]) || ++texts > LongestSignature)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A few short lines under a rule, such as mailing lists add.</summary>
    public static bool IsTrailer(BodyLines lines, int i, int end)
    {
        var texts = 0;
        for (; i < end; i++)
        {
            if (!lines.IsBlank(i) && (!ClosingWords.FitsSignature(lines[i]) || ++texts > LongestTrailer))
            {
                return false;
            }
        }

        return texts > 0;
    }
}
