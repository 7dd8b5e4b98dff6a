namespace Helpdesk.Quality.Topics;

/// <summary>A mail as the words that set it apart: each weighted by its rarity, of length 1.</summary>
sealed record WordVector(long Message, int Month, IReadOnlyDictionary<int, double> Weights)
{
    public double Likeness(IReadOnlyDictionary<int, double> other)
    {
        var (few, many) = Weights.Count < other.Count ? (Weights, other) : (other, Weights);
        var sum = 0.0;
        foreach (var (word, weight) in few)
        {
            if (many.TryGetValue(word, out var theirs))
            {
                sum += weight * theirs;
            }
        }

        return sum;
    }

    /// <summary>The direction in which these mails point together.</summary>
    public static Dictionary<int, double> Middle(IEnumerable<WordVector> mails)
    {
        var sum = new Dictionary<int, double>();
        foreach (var (word, weight) in mails.SelectMany(m => m.Weights))
        {
            sum[word] = sum.GetValueOrDefault(word) + weight;
        }

        var length = Math.Sqrt(sum.Values.Sum(w => w * w));
        return sum.ToDictionary(w => w.Key, w => w.Value / Math.Max(length, 1e-12));
    }
}
