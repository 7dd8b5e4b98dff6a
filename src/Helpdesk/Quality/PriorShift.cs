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

        var answered = new double[categories];
        foreach (var mail in mails)
        {
            if (mail.Answer is { } answer)
            {
                answered[answer]++;
            }
        }

        var open = mails.Where(m => m.Answer is null).GroupBy(m => m.TrainingMix).Select(g => (TrainingMix: g.Key, Scores: g.Select(m => m.Scores).ToArray())).ToList();
        var ratio = new double[categories];
        var sums = new double[categories];
        for (var round = 0; round < MostRounds; round++)
        {
            answered.CopyTo(sums, 0);
            foreach (var (trainingMix, all) in open)
            {
                Ratio(mix, trainingMix, ratio);
                foreach (var scores in all)
                {
                    var total = 0.0;
                    for (var c = 0; c < categories; c++)
                    {
                        total += scores[c] * ratio[c];
                    }

                    for (var c = 0; c < categories; c++)
                    {
                        sums[c] += scores[c] * ratio[c] / total;
                    }
                }
            }

            var moved = 0.0;
            for (var c = 0; c < categories; c++)
            {
                var share = sums[c] / mails.Count;
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

    static void Ratio(double[] mix, double[] trainingMix, double[] into)
    {
        for (var c = 0; c < mix.Length; c++)
        {
            into[c] = Math.Max(mix[c], LeastShare) / Math.Max(trainingMix[c], LeastShare);
        }
    }
}
