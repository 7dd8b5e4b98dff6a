namespace Helpdesk.Quality;

/// <summary>Adjusted counts as a table can print them: whole mails that add up to the mail there is.</summary>
static class WholeCounts
{
    /// <summary>A millionth of a mail: doubles miss a whole number, or each other, by less, and no remainder that decides a row is so small.</summary>
    const double Rounding = 1e-6;

    /// <summary>Rounds down, and gives what is left over to the largest remainders; among equal ones to the row printed first.</summary>
    /// <param name="mayHold">False for a row that prints nothing, whatever the estimate gives it.</param>
    /// <returns>Never less than the whole mails of a count: what people answered are certainties in it.</returns>
    public static int[] Of(IReadOnlyList<double> counts, IReadOnlyList<bool> mayHold, int total)
    {
        int[] whole = [.. counts.Select((c, i) => mayHold[i] ? (int)Math.Floor(c + Rounding) : 0)];
        var turn = Enumerable.Range(0, counts.Count).Where(i => mayHold[i]).OrderByDescending(i => Math.Round(counts[i] - whole[i], 6)).ToArray();
        for (var left = total - whole.Sum(); left > 0;)
        {
            foreach (var i in turn.Take(left))
            {
                whole[i]++;
                left--;
            }
        }

        return whole;
    }
}
