namespace Helpdesk.Quality;

/// <summary>A model that guessed, as far as its scores can be understood.</summary>
/// <param name="Places">For each of its scores the category's place; -1 for a category that is gone.</param>
/// <param name="TrainingMix">By place; even where nobody knows it.</param>
/// <param name="MixIsKnown">Its manifest was read while it was in service.</param>
/// <param name="IsCalibrated">Its probabilities were fitted to be what they say.</param>
sealed record KnownModel(string Version, int[] Places, double[] TrainingMix, bool MixIsKnown, bool IsCalibrated, bool InService)
{
    /// <summary>A score of nothing would be certainty, which no model has.</summary>
    const double LeastScore = 1e-7;

    /// <summary>The scores by place; where they are not one for each category, all that is known is the confidence.</summary>
    public double[] ByPlace(float[] scores, int guess, double confidence)
    {
        var all = new double[TrainingMix.Length];
        if (scores.Length != Places.Length)
        {
            Array.Fill(all, (1 - confidence) / Math.Max(1, all.Length - 1));
            all[guess] = confidence;
        }
        else
        {
            foreach (var (i, place) in Places.Index())
            {
                if (place >= 0)
                {
                    all[place] = scores[i];
                }
            }
        }

        var sum = all.Sum(p => Math.Max(p, LeastScore));
        return [.. all.Select(p => Math.Max(p, LeastScore) / sum)];
    }
}
