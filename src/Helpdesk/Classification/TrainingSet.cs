using Helpdesk.Text;

namespace Helpdesk.Classification;

/// <summary>Labelled mail in order of time, cut into folds that keep each writer and each thread together.</summary>
sealed class TrainingSet
{
    public const int Folds = 5;

    readonly MailText[] texts;

    public TrainingSet(IReadOnlyList<MailSample> given)
    {
        Mails = [.. given.OrderBy(m => m.Date).ThenBy(m => m.Id, StringComparer.Ordinal)];
        texts = [.. Mails.Select(m => MailText.From(m.Body))];
        Labels = [.. Mails.Select(m => m.Label!).Distinct().Order(StringComparer.Ordinal)];
        var numbers = Labels.Index().ToDictionary(l => l.Item, l => l.Index);
        Truth = [.. Mails.Select(m => numbers[m.Label!])];
        Fold = FoldsOf(Mails);
    }

    /// <summary>Oldest first: a mail's thread so far stands above it.</summary>
    public IReadOnlyList<MailSample> Mails { get; }

    /// <summary>By name, in ordinal order: the order of every score.</summary>
    public IReadOnlyList<string> Labels { get; }

    public int[] Truth { get; }

    public int[] Fold { get; }

    public bool HasThreads => Mails.Where(m => m.Thread is not null).GroupBy(m => m.Thread).Any(t => t.Skip(1).Any());

    /// <summary>What the classifier sees of each mail.</summary>
    public IReadOnlyList<MailInput> Inputs(IReadOnlyList<MailInput.ThreadSoFar?> earlier) =>
        [.. Mails.Select((m, i) => new MailInput(m.Subject, texts[i], m.Attachments, m.From, m.To, m.Automatic, earlier[i]))];

    /// <summary>For each mail what the mail before it in its thread was taken for; null for a thread's first.</summary>
    /// <param name="answers">The label's number for each mail: the model's own answers, or people's.</param>
    public IReadOnlyList<MailInput.ThreadSoFar?> Earlier(IReadOnlyList<int> answers, bool byPeople)
    {
        var earlier = new MailInput.ThreadSoFar?[Mails.Count];
        var latest = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < earlier.Length; i++)
        {
            if (Mails[i].Thread is { } thread)
            {
                earlier[i] = latest.TryGetValue(thread, out var answer) ? new(Labels[answer], byPeople) : null;
                latest[thread] = answers[i];
            }
        }

        return earlier;
    }

    /// <summary>Nothing is known of any thread.</summary>
    public IReadOnlyList<MailInput.ThreadSoFar?> NoThreads() => new MailInput.ThreadSoFar?[Mails.Count];

    /// <summary>By writer where there are at least as many as folds, else by thread; dealt out in order of time, so every fold spans it.</summary>
    static int[] FoldsOf(IReadOnlyList<MailSample> mails)
    {
        var byWriter = mails.All(m => m.Writer is not null) && mails.DistinctBy(m => m.Writer).Count() >= Folds;
        var fold = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. mails.Select(m =>
        {
            var group = byWriter ? m.Writer! : m.Thread ?? m.Id;
            if (!fold.TryGetValue(group, out var number))
            {
                fold.Add(group, number = fold.Count % Folds);
            }

            return number;
        })];
    }
}
