using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Helpdesk.Quality.Topics;

/// <summary>Takes mails apart into words and weighs each by how few mails have it.</summary>
static class TopicWords
{
    /// <summary>A word in half of the mails says nothing of what they are about.</summary>
    const double Everywhere = 0.5;

    /// <summary>A word of one mail alone makes no topic.</summary>
    const int LeastMails = 2;

    /// <summary>The subject names the matter; the text goes around it.</summary>
    const double Subject = 2;

    static readonly FrozenSet<string> Idle = """
        about above after again all also and any are because been before being below both but can could did does doing down during each few for from
        further had has have having hello her here hers hi him his how into its just kind let like made make many may more most much must not now off
        once one only other our ours out over own please regards same she should some such team than thank thanks that the their them then there these
        they this those through too under until upon very was were what when where which while who whom why will with would you your yours dear best
        wishes cheers sincerely faithfully mail email emails message sent subject get got know need want see one two per via
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The mails as vectors, and how each word reads.</summary>
    public static (IReadOnlyList<WordVector> Vectors, IReadOnlyList<string> Words) Of(IReadOnlyList<(long Message, int Month, string Subject, string Text)> mails)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var counted = mails.Select(m => Count(m.Subject, m.Text, numbers)).ToList();
        var withWord = new int[numbers.Count];
        foreach (var word in counted.SelectMany(c => c.Keys))
        {
            withWord[word]++;
        }

        var vectors = mails.Zip(counted).Select(m =>
        {
            var weights = new Dictionary<int, double>();
            foreach (var (word, count) in m.Second)
            {
                if (withWord[word] >= LeastMails && withWord[word] <= Math.Max(LeastMails, Everywhere * mails.Count))
                {
                    weights[word] = (1 + Math.Log(count)) * Math.Log((1.0 + mails.Count) / withWord[word]);
                }
            }

            var length = Math.Sqrt(weights.Values.Sum(w => w * w));
            foreach (var word in weights.Keys.ToList())
            {
                weights[word] /= length;
            }

            return new WordVector(m.First.Message, m.First.Month, weights);
        }).ToList();
        return (vectors, [.. numbers.OrderBy(n => n.Value).Select(n => n.Key)]);
    }

    static Dictionary<int, double> Count(string subject, string text, Dictionary<string, int> numbers)
    {
        var counts = new Dictionary<int, double>();
        Add(subject, Subject);
        Add(text, 1);
        return counts;

        void Add(string words, double weight)
        {
            var lower = words.ToLowerInvariant().AsSpan();
            var (idle, known) = (Idle.GetAlternateLookup<ReadOnlySpan<char>>(), numbers.GetAlternateLookup<ReadOnlySpan<char>>());
            for (var start = 0; start < lower.Length;)
            {
                var length = 0;
                while (start + length < lower.Length && char.IsLetter(lower[start + length]))
                {
                    length++;
                }

                var word = lower.Slice(start, length);
                start += length + 1;
                if (word.Length < 3 || idle.Contains(word))
                {
                    continue;
                }

                var stem = word.Length > 4 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
                if (!known.TryGetValue(stem, out var number))
                {
                    numbers.Add(stem.ToString(), number = numbers.Count);
                }

                CollectionsMarshal.GetValueRefOrAddDefault(counts, number, out _) += weight;
            }
        }
    }
}
