namespace Helpdesk.Quality.Simulating;

/// <summary>The mail that a simulated year is drawn from, before and after its change.</summary>
sealed class MailPool
{
    /// <summary>The seventh month of thirteen: half a year of answers has come in before.</summary>
    public const int Change = 6;

    /// <summary>A new topic is a handful of different mails.</summary>
    const int TopicMails = 8;

    /// <summary>And takes a fifth of its category.</summary>
    const int TopicShare = 5;

    readonly LabelledMail[][] before;
    readonly LabelledMail[][] after;
    readonly LabelledMail[] topic = [];
    readonly int topicCategory = -1;

    /// <param name="monthly">How many mails a month has of each category, about: a topic comes up between two that matter.</param>
    public MailPool(IReadOnlyList<LabelledMail> mails, Setting setting, IReadOnlyList<double> monthly, Chance chance, int series)
    {
        var categories = monthly.Count;
        IReadOnlyList<LabelledMail> now = mails, past = mails;
        switch (setting)
        {
            case Setting.Mix:
                break;
            case Setting.Writers:
                var writers = mails.Select(m => m.Writer!).Distinct().Order(StringComparer.Ordinal).ToArray();
                var old = writers.Where((_, i) => (i + series) % 2 == 0).ToHashSet(StringComparer.Ordinal);
                past = [.. mails.Where(m => old.Contains(m.Writer!))];
                now = [.. mails.Where(m => !old.Contains(m.Writer!))];
                break;
            case Setting.Topic:
                int[] large = [.. monthly.Index().OrderByDescending(m => m.Item).Take(Math.Max(2, categories / 2)).Select(m => m.Index)];
                chance.Shuffle(large);
                topicCategory = large[1];
                var examples = mails.Where(m => m.Truth == large[0]).ToArray();
                chance.Shuffle(examples);
                topic = [.. examples.Take(TopicMails).Select(m => m with { Truth = topicCategory })];
                break;
            case Setting.Shuffled:
                var said = mails.ToArray();
                chance.Shuffle(said);
                now = past = [.. mails.Zip(said, (mail, other) => mail with { Scores = other.Scores, Guess = other.Guess })];
                break;
        }

        before = ByCategory(past, categories);
        after = ByCategory(now, categories);
    }

    /// <summary>Draws a month with replacement, so many of each category, in random order.</summary>
    public LabelledMail[] Draw(int month, IReadOnlyList<int> counts, Chance chance)
    {
        var changed = month >= Change;
        var mails = new List<LabelledMail>();
        foreach (var (c, count) in counts.Index())
        {
            var pool = (changed ? after : before)[c];
            var onTopic = changed && c == topicCategory ? count / TopicShare : 0;
            for (var i = 0; i < count; i++)
            {
                mails.Add(i < onTopic ? topic[chance.Below(topic.Length)] : pool[chance.Below(pool.Length)]);
            }
        }

        var drawn = mails.ToArray();
        chance.Shuffle(drawn);
        return drawn;
    }

    static LabelledMail[][] ByCategory(IReadOnlyList<LabelledMail> mails, int categories) =>
        [.. Enumerable.Range(0, categories).Select(c => mails.Where(m => m.Truth == c).ToArray())];
}
