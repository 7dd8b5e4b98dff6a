using System.Globalization;
using System.Runtime.InteropServices;

namespace Helpdesk.Quality.Topics;

/// <summary>Finds heaps of like mail: the mail with the most neighbours first, then those around it, as long as a heap is large enough.</summary>
static class TopicClusters
{
    /// <summary>A quarter of the way to sameness: mails of one matter by different hands share a handful of rare words.</summary>
    const double Like = 0.25;

    /// <summary>Four mails are a topic; three may be one conversation.</summary>
    const int LeastMails = 4;

    const int MostTopics = 8, MostTerms = 5, MostExamples = 3;

    /// <summary>One in a hundred by chance.</summary>
    const double Chance = 0.01;

    /// <param name="months">How many months; the latest is the last.</param>
    public static IReadOnlyList<Topic> Of(IReadOnlyList<WordVector> mails, IReadOnlyList<string> words, int months)
    {
        WordVector[] now = [.. mails.Where(m => m.Month == months - 1 && m.Weights.Count > 0)];
        var near = Neighbours(now);
        var free = Enumerable.Range(0, now.Length).ToHashSet();
        var heaps = new List<Dictionary<int, double>>();
        while (heaps.Count < MostTopics && free.Count > 0 && free.Select(m => near[m].Where(free.Contains).ToList()).MaxBy(n => n.Count) is { Count: >= LeastMails } heap)
        {
            heaps.Add(WordVector.Middle(heap.Select(m => now[m])));
            free.ExceptWith(heap);
        }

        var members = heaps.ConvertAll(_ => new List<(WordVector Mail, double Likeness)>());
        foreach (var mail in mails)
        {
            var (best, likeness) = heaps.Select((h, i) => (i, mail.Likeness(h))).DefaultIfEmpty((-1, 0)).MaxBy(h => h.Item2);
            if (likeness >= Like)
            {
                members[best].Add((mail, likeness));
            }
        }

        return [.. heaps.Zip(members, (heap, of) => Topic(heap, of, words, months)).Where(t => t.Months[^1] >= LeastMails).OrderByDescending(t => t.IsNew).ThenByDescending(t => t.Months[^1])];
    }

    /// <summary>For each mail the mails like it, itself among them.</summary>
    /// <remarks>Word by word through the mails that have it: most pairs share none, and nobody need ask them.</remarks>
    static List<int>[] Neighbours(WordVector[] mails)
    {
        List<int>[] near = [.. mails.Select((_, i) => new List<int> { i })];
        var with = new Dictionary<int, List<(int Mail, double Weight)>>();
        var likeness = new double[mails.Length];
        for (var i = 0; i < mails.Length; i++)
        {
            Array.Clear(likeness);
            foreach (var (word, weight) in mails[i].Weights)
            {
                var earlier = CollectionsMarshal.GetValueRefOrAddDefault(with, word, out _) ??= [];
                foreach (var (mail, theirs) in earlier)
                {
                    likeness[mail] += weight * theirs;
                }

                earlier.Add((i, weight));
            }

            for (var other = 0; other < i; other++)
            {
                if (likeness[other] >= Like)
                {
                    near[i].Add(other);
                    near[other].Add(i);
                }
            }
        }

        return near;
    }

    static Topic Topic(Dictionary<int, double> heap, List<(WordVector Mail, double Likeness)> members, IReadOnlyList<string> words, int months)
    {
        int[] counts = [.. Enumerable.Range(0, months).Select(m => members.Count(t => t.Mail.Month == m))];
        string[] terms = [.. heap.OrderByDescending(w => w.Value).Take(MostTerms).Select(w => words[w.Key])];
        var usual = counts[..^1].DefaultIfEmpty(0).Average();
        var isNew = counts.Length > 1 && AtLeast(counts[^1], usual + 0.5) < Chance;
        var sentence = string.Create(CultureInfo.InvariantCulture, $"{(isNew ? "New" : "Known")}: {counts[^1]} mails about {string.Join(", ", terms)}; {usual:N1} a month before.");
        return new(terms, counts, isNew, [.. members.Where(m => m.Mail.Month == months - 1).OrderByDescending(m => m.Likeness).Take(MostExamples).Select(m => m.Mail.Message)], sentence);
    }

    /// <summary>The probability of at least so many when so many are usual (Poisson).</summary>
    static double AtLeast(int count, double usual)
    {
        var (term, below) = (Math.Exp(-usual), 0.0);
        for (var k = 0; k < count; k++)
        {
            below += term;
            term *= usual / (k + 1);
        }

        return 1 - below;
    }
}
