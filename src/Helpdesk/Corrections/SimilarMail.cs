using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Text;

namespace Helpdesk.Corrections;

/// <summary>Finds the mails most like one that people have labelled: the nearest by the angle between their words.</summary>
/// <remarks>An index in memory, grown from the corrections as they come; whether a label still stands is asked of the database each time.</remarks>
sealed class SimilarMail(HelpdeskDatabase database, Classifier classifier) : IDisposable
{
    /// <summary>Three: enough to see a pattern, few enough to read.</summary>
    const int Shown = 3;

    /// <summary>Of the nearest a few may have been undone since; twelve candidates leave three in practice.</summary>
    const int Candidates = 12;

    /// <summary>The forty rarest words of a mail carry nearly all of its angle; the rest costs time.</summary>
    const int WordsAsked = 40;

    /// <summary>Below a fifth two mails share a greeting and little else.</summary>
    const float LeastLikeness = 0.2f;

    /// <summary>Up to this many new labels are read on the spot; a larger backlog is read behind the page.</summary>
    const int OnTheSpot = 20;

    const int Batch = 500;

    /// <summary>The latest twenty thousand labels, years of them: each further ten thousand would cost every page a millisecond or two and 10 MB, and say what these say.</summary>
    const int MostKept = 20_000;

    /// <summary>A mail somebody labelled.</summary>
    /// <param name="Likeness">The cosine of the angle, 0 to 1.</param>
    public sealed record Similar(long Id, string Subject, string From, short Category, float Likeness);

    readonly SemaphoreSlim growing = new(1, 1);
    readonly Lock gate = new();
    readonly Dictionary<int, List<(long Message, float Weight)>> mailsOfWord = [];
    readonly HashSet<long> known = [];
    long newest;
    string? indexedBy;

    public async Task<IReadOnlyList<Similar>> ToAsync(ShownMessage message, CancellationToken stop)
    {
        if (message.Mail is not { } mail)
        {
            return [];
        }

        await GrowAsync(stop);
        var model = await classifier.ModelAsync(stop);
        var likeness = new Dictionary<long, float>();
        lock (gate)
        {
            foreach (var (word, weight) in Vector(model.Vocabulary, mail.Subject, mail.Text, mail.Attachments).OrderByDescending(w => w.Weight).Take(WordsAsked))
            {
                foreach (var (other, theirs) in mailsOfWord.GetValueOrDefault(word) ?? [])
                {
                    likeness[other] = likeness.GetValueOrDefault(other) + (weight * theirs);
                }
            }
        }

        var nearest = likeness.Where(l => l.Key != message.Id && l.Value >= LeastLikeness).OrderByDescending(l => l.Value).ThenByDescending(l => l.Key).Take(Candidates).ToDictionary();
        return nearest.Count == 0 ? [] : await StandingAsync(nearest, stop);
    }

    public void Dispose() => growing.Dispose();

    /// <summary>Of the nearest those whose label still stands, with what is shown of them.</summary>
    async Task<IReadOnlyList<Similar>> StandingAsync(Dictionary<long, float> nearest, CancellationToken stop)
    {
        await using var find = database.Source.CreateCommand("""
            select s.message_id, t.subject, t.from_name, s.category_id
            from standings s join message_texts t using (message_id)
            where s.message_id = any($1) and s.source = 'person'
            """);
        find.Parameters.AddWithValue(nearest.Keys.ToArray());
        await using var rows = await find.ExecuteReaderAsync(stop);
        var list = new List<Similar>();
        while (await rows.ReadAsync(stop))
        {
            list.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt16(3), Math.Min(1, nearest[rows.GetInt64(0)])));
        }

        return [.. list.OrderByDescending(s => s.Likeness).Take(Shown)];
    }

    /// <summary>Takes in what was labelled since the last time.</summary>
    async Task GrowAsync(CancellationToken stop)
    {
        if (!await growing.WaitAsync(TimeSpan.Zero, stop))
        {
            return;
        }

        var behind = false;
        try
        {
            behind = await TakeAsync(OnTheSpot, stop) == OnTheSpot;
            if (behind)
            {
                _ = Task.Run(CatchUpAsync, CancellationToken.None);
            }
        }
        finally
        {
            if (!behind)
            {
                growing.Release();
            }
        }
    }

    /// <summary>Reads the backlog; a failure is the database's and shows on the page that asks it next.</summary>
    async Task CatchUpAsync()
    {
        try
        {
            while (await TakeAsync(Batch, CancellationToken.None) == Batch)
            {
            }
        }
        finally
        {
            growing.Release();
        }
    }

    /// <summary>Words are numbered by the model; another model numbers them otherwise. Nor does the index grow for ever.</summary>
    async Task StartAnewAsync(string version, CancellationToken stop)
    {
        if (indexedBy == version && known.Count < 2 * MostKept)
        {
            return;
        }

        var before = await database.ScalarAsync<long>("select id from corrections where kind = 'category' order by id desc offset $1 limit 1", [MostKept], stop);
        lock (gate)
        {
            mailsOfWord.Clear();
            known.Clear();
            newest = before;
            indexedBy = version;
        }
    }

    async Task<int> TakeAsync(int most, CancellationToken stop)
    {
        var model = await classifier.ModelAsync(stop);
        await StartAnewAsync(model.Version, stop);
        var vocabulary = model.Vocabulary;
        await using var find = database.Source.CreateCommand("""
            select c.id, c.message_id, t.subject, t.new_text, t.attachments
            from corrections c join message_texts t using (message_id)
            where c.id > $1 and c.kind = 'category' order by c.id limit $2
            """);
        find.Parameters.AddWithValue(newest);
        find.Parameters.AddWithValue(most);
        await using var rows = await find.ExecuteReaderAsync(stop);
        var count = 0;
        while (await rows.ReadAsync(stop))
        {
            count++;
            var (correction, message) = (rows.GetInt64(0), rows.GetInt64(1));
            var words = known.Contains(message) ? [] : Vector(vocabulary, rows.GetString(2), new MailText(rows.GetString(3), "", ""), rows.GetFieldValue<string[]>(4)).ToList();
            lock (gate)
            {
                newest = correction;
                known.Add(message);
                foreach (var (word, weight) in words)
                {
                    (mailsOfWord.TryGetValue(word, out var mails) ? mails : mailsOfWord[word] = []).Add((message, weight));
                }
            }
        }

        return count;
    }

    static List<(int Token, float Weight)> Vector(Vocabulary vocabulary, string subject, MailText text, IReadOnlyList<string> attachments) =>
        MailWords.Of(new Vectorizer(vocabulary), vocabulary, new(subject, text with { Quoted = "", Closing = "" }, attachments, "", [], false, null));
}
