using System.Numerics;
using System.Runtime.InteropServices;

namespace Helpdesk.Quality;

/// <summary>Finds a month's mix of categories from calibrated scores, though the model was calibrated on another mix.</summary>
/// <remarks>
/// Expectation maximisation of Saerens, Latinne, Decaestecker, "Adjusting the Outputs of a Classifier to New a Priori
/// Probabilities", 2002 (EMQ). It is right when only the mix moved and the scores are calibrated; <see cref="Beliefs"/> asks the answers whether that is so.
/// </remarks>
static class PriorShift
{
    /// <summary>A few hundred rounds settle even a category with two mails; more change the tenth of a mail.</summary>
    const int MostRounds = 400;

    /// <summary>Two hundred-thousandths of the month: less than a twentieth of a mail in two thousand.</summary>
    const double Still = 2e-5;

    /// <summary>
    /// Half a mail of every category is taken as seen (Jeffreys' prior): that the scores of two thousand mails show none of a rare category
    /// does not prove that there is none. Without it, of package descriptions guessed right in three of four cases, one interval of five of the rare lied.
    /// </summary>
    public const double SeenBefore = 0.5;

    /// <summary>Keeps a category that the model was never taught from dividing by zero.</summary>
    const double LeastShare = 1e-6;

    /// <summary>The share of each category among <paramref name="mails"/>; answered mails count as what people said.</summary>
    public static double[] Mix(IReadOnlyList<CountedMail> mails, int categories)
    {
        var mix = Enumerable.Repeat(1.0 / categories, categories).ToArray();
        if (mails.Count == 0)
        {
            return mix;
        }

        var answered = Enumerable.Repeat(SeenBefore, categories).ToArray();
        foreach (var mail in mails)
        {
            if (mail.Answer is { } answer)
            {
                answered[answer]++;
            }
        }

        // Rows of one array, filled up with zeros to whole vectors: a month's mix takes hundreds of rounds over all of its mail.
        var width = (categories + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var open = mails.Where(m => m.Answer is null).GroupBy(m => m.TrainingMix).Select(g => (TrainingMix: g.Key, Rows: Rows([.. g], width))).ToList();
        var ratio = new double[width];
        var sums = new double[width];
        for (var round = 0; round < MostRounds; round++)
        {
            Array.Clear(sums);
            answered.CopyTo(sums, 0);
            foreach (var (trainingMix, rows) in open)
            {
                Ratio(mix, trainingMix, ratio);
                Add(MemoryMarshal.Cast<double, Vector<double>>(rows), MemoryMarshal.Cast<double, Vector<double>>(ratio), MemoryMarshal.Cast<double, Vector<double>>(sums.AsSpan()));
            }

            var moved = 0.0;
            for (var c = 0; c < categories; c++)
            {
                var share = sums[c] / (mails.Count + (categories * SeenBefore));
                moved += Math.Abs(share - mix[c]);
                mix[c] = share;
            }

            if (moved < Still)
            {
                break;
            }
        }

        return mix;
    }

    /// <summary>The probabilities of one mail's categories in a month of this mix.</summary>
    public static double[] Probabilities(double[] scores, double[] trainingMix, double[] mix)
    {
        var p = new double[mix.Length];
        Ratio(mix, trainingMix, p);
        var total = 0.0;
        for (var c = 0; c < p.Length; c++)
        {
            p[c] *= scores[c];
            total += p[c];
        }

        for (var c = 0; c < p.Length; c++)
        {
            p[c] = total > 0 ? p[c] / total : scores[c];
        }

        return p;
    }

    static double[] Rows(CountedMail[] mails, int width)
    {
        var rows = new double[mails.Length * width];
        foreach (var (i, mail) in mails.Index())
        {
            mail.Scores.CopyTo(rows, i * width);
        }

        return rows;
    }

    /// <summary>Adds up the probabilities of all rows.</summary>
    static void Add(ReadOnlySpan<Vector<double>> rows, ReadOnlySpan<Vector<double>> ratio, Span<Vector<double>> sums)
    {
        for (var row = 0; row < rows.Length; row += ratio.Length)
        {
            var total = Vector<double>.Zero;
            for (var v = 0; v < ratio.Length; v++)
            {
                total += rows[row + v] * ratio[v];
            }

            var part = 1 / Vector.Sum(total);
            for (var v = 0; v < ratio.Length; v++)
            {
                sums[v] += rows[row + v] * ratio[v] * part;
            }
        }
    }

    static void Ratio(double[] mix, double[] trainingMix, double[] into)
    {
        for (var c = 0; c < mix.Length; c++)
        {
            into[c] = Math.Max(mix[c], LeastShare) / Math.Max(trainingMix[c], LeastShare);
        }
    }
}
