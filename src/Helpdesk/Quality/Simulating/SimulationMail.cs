using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Reporting;

namespace Helpdesk.Quality.Simulating;

/// <summary>Turns a message file and a published table into what a simulation draws from.</summary>
static class SimulationMail
{
    /// <summary>The file's counted mail as the model answers it in service, in date order; machine-made mail is not counted and left out.</summary>
    /// <exception cref="Refusal">A mail has no label, or one that the model does not know.</exception>
    public static IReadOnlyList<LabelledMail> Of(string file, IReadOnlyList<MailSample> mails, TrainedModel model)
    {
        if (mails.FirstOrDefault(m => m.Label is null || !model.Labels.Contains(m.Label)) is { } odd)
        {
            throw new Refusal(odd.Label is null
                ? $"The mail '{odd.Id}' of {file} has no label; only labelled mail tells how far a count is off."
                : $"The mail '{odd.Id}' of {file} has the label '{odd.Label}', which the model does not know; it knows {string.Join(", ", model.Labels)}.");
        }

        var numbers = model.Labels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        return [.. ThreadMemory.Answer(model, 0f, mails)
            .Where(a => !a.Mail.Automatic)
            .Select(a => new LabelledMail([.. a.Guess.Scores.Select(s => (double)s)], numbers[a.Guess.Category], numbers[a.Mail.Label!], a.Mail.Writer))];
    }

    /// <summary>The table's months as counts in the order of the model's labels.</summary>
    /// <exception cref="Refusal">The table and the labels do not go together, or a category that is needed has no mail.</exception>
    public static IReadOnlyList<IReadOnlyList<double>> Mixes(TableFile table, IReadOnlyList<LabelledMail> mails, IReadOnlyList<string> labels, string file)
    {
        var rows = table.Counts.ToDictionary(r => r.Category, r => r.Counts, StringComparer.Ordinal);
        if (labels.FirstOrDefault(l => !rows.ContainsKey(l)) is { } unknown)
        {
            throw new Refusal($"The table of mixes has no row '{unknown}'; name one for this model's labels with --mix (a CSV file with a row for each label and a column for each month).");
        }

        return labels.Index().FirstOrDefault(l => rows[l.Item].Any(n => n > 0) && !mails.Any(m => m.Truth == l.Index)) is { Item: { } empty }
            ? throw new Refusal($"{file} has no mail of '{empty}', so no month can be drawn from it; give a file with some of every category.")
            : [.. table.Months.Select((_, month) => (IReadOnlyList<double>)[.. labels.Select(l => (double)rows[l][month])])];
    }

    /// <summary>The settings asked for, and why one of them cannot be had.</summary>
    /// <exception cref="Refusal">There is no such setting.</exception>
    public static (IReadOnlyList<Setting> Wanted, string? Left) Settings(IReadOnlyList<string> asked, IReadOnlyList<LabelledMail> mails)
    {
        List<Setting> wanted = [.. asked.Count == 0 ? Enum.GetValues<Setting>() : asked.Select(a => Enum.TryParse<Setting>(a, ignoreCase: true, out var setting) && !int.TryParse(a, out _)
            ? setting
            : throw new Refusal($"--setting is '{a}'; it is one of mix, writers, topic, shuffled."))];
        var why = mails.Any(m => m.Writer is null) ? "not every mail names its writer"
            : mails.Select(m => m.Writer).Distinct().Count() < 2 ? "all mail is by one writer"
            : MissingOfOne(mails) is { } missing ? $"the writer {missing} has not written of every category"
            : null;
        return why is not null && wanted.Remove(Setting.Writers) ? (wanted, $"The setting with new writers is left out: {why}.") : (wanted, null);
    }

    /// <summary>Half of the writers stands for all: with one of them lacking a category the months could not be drawn.</summary>
    static string? MissingOfOne(IReadOnlyList<LabelledMail> mails)
    {
        var categories = mails.Select(m => m.Truth).Distinct().Count();
        return mails.GroupBy(m => m.Writer).FirstOrDefault(w => w.Select(m => m.Truth).Distinct().Count() < categories)?.Key;
    }
}
