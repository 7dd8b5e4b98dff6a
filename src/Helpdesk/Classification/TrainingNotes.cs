using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>What is wrong or thin in training mail: what cannot be trained on is refused, the rest is said in a sentence each.</summary>
static class TrainingNotes
{
    /// <summary>With fewer mails a fold may have none of the category to learn from.</summary>
    const int FewMails = 20;

    /// <exception cref="Refusal">A mail has no label, or all have the same.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<MailSample> mails)
    {
        if (mails.Count == 0)
        {
            throw new Refusal("The training files have no mail; there is nothing to learn from.");
        }

        if (mails.FirstOrDefault(m => string.IsNullOrWhiteSpace(m.Label)) is { } unlabelled)
        {
            throw new Refusal($"The mail '{unlabelled.Id}' has no label; every training mail needs one.");
        }

        if (mails.Select(m => m.Label).Distinct().Count() < 2)
        {
            throw new Refusal($"All training mail has the one label '{mails[0].Label}'; there is nothing to tell apart.");
        }

        return [.. Thin(mails), .. Contradictions(mails), .. Wordless(mails)];
    }

    static IEnumerable<string> Thin(IReadOnlyList<MailSample> mails) =>
        from label in mails.CountBy(m => m.Label!).OrderBy(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal)
        where label.Value < FewMails
        select label.Value == 1
            ? $"'{label.Key}' has 1 mail: the model can know that mail again and nothing else of its kind, and nothing tells how good it is there."
            : string.Create(CultureInfo.InvariantCulture, $"'{label.Key}' has {label.Value} mails, fewer than {FewMails}: it will seldom be found, and its figures say little.");

    /// <summary>One text on its own with two labels; in a thread the same "thanks" may rightly have many.</summary>
    static IEnumerable<string> Contradictions(IReadOnlyList<MailSample> mails)
    {
        var split = mails
            .Where(m => m.Thread is null)
            .GroupBy(m => (m.Subject, m.Body, string.Join('\n', m.Attachments)))
            .Where(g => g.Select(m => m.Label).Distinct().Skip(1).Any())
            .ToList();
        if (split.Count > 0)
        {
            var first = split[0].DistinctBy(m => m.Label).Take(2).ToList();
            yield return string.Create(CultureInfo.InvariantCulture, $"{split.Count:N0} texts stand there more than once with different labels, such as '{first[0].Id}' ({first[0].Label}) and '{first[1].Id}' ({first[1].Label}): whatever the model answers, it is wrong for one of them.");
        }
    }

    static IEnumerable<string> Wordless(IReadOnlyList<MailSample> mails)
    {
        var empty = mails.Count(m => m.Thread is null && string.IsNullOrWhiteSpace(m.Body) && string.IsNullOrWhiteSpace(m.Subject) && m.Attachments.Count == 0);
        if (empty > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{empty:N0} mails have neither subject, text, attachment nor thread: nothing can be learned from them.");
        }
    }
}
