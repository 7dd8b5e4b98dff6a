namespace Helpdesk.Classification;

/// <summary>Chooses from which confidence on a guess is counted unseen, so that the counts stay right; what is below is doubtful and a person looks.</summary>
/// <remarks>
/// What matters is the count of each category, not each label. A category's count goes wrong by mail that strays in unseen and by mail
/// that strays out unseen; both are held below <see cref="Bound"/> of the category's true count, each alone, so that the
/// bound holds however the mix moves and does not hope for errors that cancel out. A rare category's cell is spoilt by a few strays of a
/// large one: its threshold comes out high where the mix is unequal.
/// </remarks>
sealed class CountThresholds
{
    /// <summary>Two in a hundred: of a cell of 50 one mail; a smaller bound sends mail to review that sampling noise alone explains.</summary>
    public const double Bound = 0.02;

    /// <summary>More answers than this change no threshold's second decimal.</summary>
    const int Most = 5_000;

    readonly IReadOnlyList<double> mix;

    /// <summary>By confidence, the least first.</summary>
    readonly List<Answer> all;

    /// <param name="answers">Out of fold: true label, guessed label, confidence.</param>
    /// <param name="mix">The share of each label in the mail that will come; sums to 1.</param>
    public CountThresholds(IReadOnlyList<(int Truth, int Guess, float Confidence)> answers, IReadOnlyList<double> mix)
    {
        this.mix = mix;
        var every = (answers.Count + Most - 1) / Most;
        List<(int Truth, int Guess, float Confidence)> few = [.. answers.Where((_, i) => i % every == 0)];
        var sizes = few.CountBy(a => a.Truth).ToDictionary();
        all = [.. few.Select(a => new Answer(a.Truth, a.Guess, a.Confidence, mix[a.Truth] / sizes[a.Truth])).OrderBy(a => a.Confidence)];
    }

    sealed record Answer(int Truth, int Guess, float Confidence, double Weight)
    {
        public bool IsWrong => Truth != Guess;
    }

    /// <summary>For each label the least confidence at which its guess is counted unseen.</summary>
    public float[] Choose()
    {
        var byGuess = all.GroupBy(a => a.Guess).ToDictionary(g => g.Key, g => g.ToList());
        var thresholds = new float[mix.Count];
        while (Worst(thresholds) is { } worst)
        {
            // Of the strays in question, the one whose category can be cut above it with the least mail to review for the most strays caught.
            var (guess, confidence) = all
                .Where(a => IsUnseen(a, thresholds) && worst(a))
                .Select(a => (a.Guess, a.Confidence))
                .Distinct()
                .MinBy(cut =>
                {
                    var below = byGuess[cut.Guess].Where(a => a.Confidence >= thresholds[cut.Guess] && a.Confidence <= cut.Confidence).ToList();
                    return below.Sum(a => a.Weight) / below.Where(worst).Sum(a => a.Weight);
                });
            thresholds[guess] = MathF.BitIncrement(confidence);
        }

        return thresholds;
    }

    /// <summary>How much of the mail to come stays below.</summary>
    public double ShareBelow(float[] thresholds) => all.Where(a => !IsUnseen(a, thresholds)).Sum(a => a.Weight);

    /// <summary>Shares of the labels in the mail itself.</summary>
    public static double[] OwnMix(TrainingSet set)
    {
        var counts = new double[set.Labels.Count];
        foreach (var label in set.Truth)
        {
            counts[label]++;
        }

        return [.. counts.Select(c => c / set.Truth.Length)];
    }

    static bool IsUnseen(Answer answer, float[] thresholds) => answer.Confidence >= thresholds[answer.Guess];

    /// <summary>Tells the strays into or out of the category whose count is furthest beyond the bound; null when none is.</summary>
    Func<Answer, bool>? Worst(float[] thresholds)
    {
        var strays = new double[2, mix.Count];
        foreach (var answer in all.Where(a => a.IsWrong && IsUnseen(a, thresholds)))
        {
            strays[0, answer.Guess] += answer.Weight;
            strays[1, answer.Truth] += answer.Weight;
        }

        var (most, direction, label) = (Bound, -1, -1);
        for (var l = 0; l < mix.Count; l++)
        {
            for (var d = 0; d < 2; d++)
            {
                // A category that the mix says never comes has no count to spoil but its own strays.
                var error = strays[d, l] / Math.Max(mix[l], 1e-6);
                if (error > most + 1e-9)
                {
                    (most, direction, label) = (error, d, l);
                }
            }
        }

        return direction switch
        {
            0 => a => a.IsWrong && a.Guess == label,
            1 => a => a.IsWrong && a.Truth == label,
            _ => null,
        };
    }
}
