using System.Text.RegularExpressions;
using Helpdesk.Classification;
using Helpdesk.Text;

namespace Helpdesk.Tests.Classification;

/// <summary>The labelled mail is as much, as varied and as cleanly parted as the figures on the card pretend.</summary>
public sealed partial class DataSetTests
{
    /// <summary>Shorter texts ("Thanks, received") are the same by nature; their thread tells them apart.</summary>
    const int FewestWords = 12;

    const double MostAlike = 0.3;

    [Fact]
    public async Task There_is_enough_training_mail_of_every_category()
    {
        var mails = await Lessons.AllAsync("messages");
        var sizes = mails.CountBy(m => m.Label!).Select(l => l.Value).OrderDescending().ToList();

        Assert.True(mails.Count >= 3_000, $"{mails.Count} mails");
        Assert.Equal(11, sizes.Count);
        Assert.All(sizes, size => Assert.True(size >= 200, $"a category has {size} mails"));
        Assert.True(sizes[1] >= 400, $"the second category has {sizes[1]} mails");
        Assert.True(sizes[2] >= 400, $"the third category has {sizes[2]} mails");
    }

    [Fact]
    public async Task Enough_of_it_stands_in_threads_and_some_only_its_thread_can_label()
    {
        var mails = await Lessons.AllAsync("messages");
        var threads = mails.Where(m => m.Thread is not null).GroupBy(m => m.Thread).Where(t => t.Skip(1).Any()).ToList();
        var replies = threads.SelectMany(t => t.OrderBy(m => m.Date).Skip(1)).Select(m => Words(MailText.From(m.Body).New).Count);

        Assert.True(threads.Count >= 200, $"{threads.Count} threads");
        Assert.True(threads.Sum(t => t.Count()) >= 500, $"{threads.Sum(t => t.Count())} mails in threads");
        Assert.True(replies.Count(words => words <= 8) >= 50, "fewer than fifty short replies");
    }

    [Fact]
    public async Task There_is_enough_held_out_mail_of_every_category()
    {
        var mails = await Lessons.AllAsync("held-out");

        Assert.True(mails.Count >= 550, $"{mails.Count} mails");
        Assert.Equal(11, mails.CountBy(m => m.Label!).Count(l => l.Value >= 50));
    }

    [Fact]
    public async Task Both_sides_name_their_writers_and_share_none()
    {
        var (training, heldOut) = (await Lessons.AllAsync("messages"), (await Lessons.AllAsync("held-out")).Concat(await Lessons.AllAsync("held-out-more")).ToList());

        Assert.DoesNotContain(training.Concat(heldOut), m => string.IsNullOrEmpty(m.Writer));
        Assert.Empty(training.Select(m => m.Writer).Intersect(heldOut.Select(m => m.Writer)));
        Assert.Empty(training.Select(m => m.Thread).OfType<string>().Intersect(heldOut.Select(m => m.Thread).OfType<string>()));
    }

    [Fact]
    public async Task No_two_mails_are_nearly_the_same()
    {
        var mails = new List<MailSample>();
        foreach (var name in (string[])["messages", "held-out", "held-out-more", "demo"])
        {
            mails.AddRange(await Lessons.AllAsync(name));
        }

        Assert.Empty(Alike([.. mails.Select(m => (m.Id, MailText.From(m.Body).New))]));
    }

    [Fact]
    public void A_mail_with_a_few_words_changed_is_found()
    {
        const string Once = "The supplier nominated by us has changed its mind about the seat on the group, so please take the name off the paper before Thursday.";

        Assert.Equal(["a and b"], Alike([("a", Once), ("b", Once.Replace("Thursday", "Friday morning", StringComparison.Ordinal)), ("c", "The panel meets next on Thursday, and we would like to attend as observers with two colleagues of ours.")]));
    }

    [Fact]
    public async Task No_reference_number_is_all_there_is_to_go_by()
    {
        // A mail on its own whose words are but a code and a number would teach the number.
        var mails = await Lessons.AllAsync("messages");
        var bare = mails.Where(m => m.Thread is null && m.Attachments.Count == 0 && Words(MailText.From(m.Body).New + " " + m.Subject).Count(w => !w.Any(char.IsAsciiDigit) && w.Length > 2) < 2 && MailText.From(m.Body).New.Length > 0);

        Assert.Empty(bare.Select(m => $"{m.Id}: {m.Subject}"));
    }

    /// <summary>Pairs whose sets of five words in a row overlap by the Jaccard measure.</summary>
    static IEnumerable<string> Alike(IReadOnlyList<(string Id, string Text)> mails)
    {
        List<HashSet<string>> runs = [.. mails.Select(m => Words(m.Text)).Select(w => w.Count < FewestWords ? [] : Enumerable.Range(0, w.Count - 4).Select(i => string.Join(' ', w.Skip(i).Take(5))).ToHashSet(StringComparer.Ordinal))];
        var mailsOfRun = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < runs.Count; i++)
        {
            foreach (var run in runs[i])
            {
                (mailsOfRun.TryGetValue(run, out var known) ? known : mailsOfRun[run] = []).Add(i);
            }
        }

        return from pair in mailsOfRun.Values.SelectMany(m => m.SelectMany((a, i) => m.Skip(i + 1).Select(b => (a, b)))).CountBy(p => p)
               where (double)pair.Value / (runs[pair.Key.a].Count + runs[pair.Key.b].Count - pair.Value) >= MostAlike
               select $"{mails[pair.Key.a].Id} and {mails[pair.Key.b].Id}";
    }

    static List<string> Words(string text) => [.. Word().Matches(text).Select(m => m.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
