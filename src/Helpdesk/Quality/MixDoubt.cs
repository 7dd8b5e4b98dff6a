namespace Helpdesk.Quality;

/// <summary>How surely a month's scores tell its mix: large shares and sharp scores tell it well, weak scores of a rare category hardly at all.</summary>
/// <remarks>
/// The information that the mails' probabilities hold about the logarithm of each share is the sum of their products, p(c) p(d) (the observed
/// information of a mixture's weights; Louis, "Finding the Observed Information Matrix when Using the EM Algorithm", 1982). Its inverse
/// is the variance; a gamma distribution of that variance never falls below nothing.
/// </remarks>
static class MixDoubt
{
    /// <summary>For each category the shape of the gamma distribution, of mean 1, by which its share may be off.</summary>
    /// <param name="known">How many mails of each people answered.</param>
    public static double[] Shapes(IReadOnlyList<CountedMail> mails, Strata strata, double[] known)
    {
        var information = new double[strata.Categories][];
        for (var c = 0; c < information.Length; c++)
        {
            information[c] = new double[strata.Categories];
            information[c][c] = known[c] + PriorShift.SeenBefore;
        }

        foreach (var (i, _) in mails.Index().Where(m => m.Item.Answer is null))
        {
            var p = strata.Probabilities[i];
            for (var c = 0; c < p.Length; c++)
            {
                for (var d = 0; d < p.Length; d++)
                {
                    information[c][d] += p[c] * p[d];
                }
            }
        }

        return [.. Variances(information).Select(v => 1 / v)];
    }

    /// <summary>The diagonal of the inverse (Gauss and Jordan, in place); what people answered and the half mail seen before keep it from being singular.</summary>
    static IEnumerable<double> Variances(double[][] matrix)
    {
        for (var pivot = 0; pivot < matrix.Length; pivot++)
        {
            var divisor = matrix[pivot][pivot];
            matrix[pivot][pivot] = 1;
            for (var c = 0; c < matrix.Length; c++)
            {
                matrix[pivot][c] /= divisor;
            }

            foreach (var row in matrix.Where(r => r != matrix[pivot]))
            {
                var factor = row[pivot];
                row[pivot] = 0;
                for (var c = 0; c < row.Length; c++)
                {
                    row[c] -= factor * matrix[pivot][c];
                }
            }
        }

        return matrix.Select((row, c) => row[c]);
    }
}
