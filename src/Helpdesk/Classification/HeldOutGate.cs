using System.Globalization;
using Helpdesk.CommandLine;

namespace Helpdesk.Classification;

/// <summary>Holds a staged model against the one in service on mail that neither learned from.</summary>
/// <param name="Before">Null when no model in service could be asked.</param>
/// <param name="Reasons">Why the staged one may not serve, a sentence each; empty when it may.</param>
sealed record HeldOutGate(Judgement Staged, Judgement? Before, IReadOnlyList<string> Reasons)
{
    /// <summary>With fifty mails a category its F1 is uncertain by four hundredths; a fall by more than twice that is no chance.</summary>
    const double LostBy = 0.1;

    /// <summary>The third digit is what is printed and compared.</summary>
    const double SmallestDifference = 0.0005;

    public bool MayServe => Reasons.Count == 0;

    /// <param name="rows">The number of each name a category has or had: a model that learned an old name still answers for its row.</param>
    /// <param name="inForce">The rows that a month of today has.</param>
    /// <exception cref="Refusal">The held-out mail cannot be read, has no label, or one that is no category.</exception>
    public static async Task<HeldOutGate> AskAsync(TrainedModel staged, TrainedModel? before, string heldOut, IReadOnlyDictionary<string, short> rows, IReadOnlyCollection<short> inForce, CancellationToken stop)
    {
        var mails = await MessageFile.ReadAsync([heldOut], stop);
        var now = By(staged);
        var then = before is null ? null : By(before);
        return new(now.All, then?.All, [.. Unknown(staged, before, rows, inForce), .. then is null ? [] : Worse(now.All, then.All, rows)]);

        // Each model is asked in the names it learned; what it does not know is a complaint of its own, and no mail to judge it by.
        Judged By(TrainedModel model)
        {
            var names = model.Labels.Where(rows.ContainsKey).DistinctBy(l => rows[l]).ToDictionary(l => rows[l]);
            return Judged.By(model, [.. mails.Select(m => m with { Label = Own(m.Label) }).Where(m => m.Label is null || model.Labels.Contains(m.Label) || !rows.ContainsKey(m.Label))], heldOut);
            string? Own(string? label) => label is not null && rows.TryGetValue(label, out var row) && names.TryGetValue(row, out var own) ? own : label;
        }
    }

    static IEnumerable<string> Unknown(TrainedModel staged, TrainedModel? before, IReadOnlyDictionary<string, short> rows, IReadOnlyCollection<short> inForce)
    {
        if (staged.Labels.Where(l => !rows.ContainsKey(l)).ToList() is { Count: > 0 } foreign)
        {
            yield return $"it answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))})";
        }

        // A row that is new in the report, and that the model in service does not know either, is nothing lost.
        var wanted = before is null ? inForce : inForce.Intersect(before.Labels.Where(rows.ContainsKey).Select(l => rows[l]));
        var known = staged.Labels.Where(rows.ContainsKey).Select(l => rows[l]).ToHashSet();
        if (wanted.Where(row => !known.Contains(row)).Select(row => rows.First(r => r.Value == row).Key).ToList() is { Count: > 0 } missing)
        {
            yield return $"it never saw mail of {string.Join(", ", missing.Take(5))} and would never answer so";
        }
    }

    static IEnumerable<string> Worse(Judgement now, Judgement before, IReadOnlyDictionary<string, short> rows)
    {
        if (now.MacroF1 < before.MacroF1 - SmallestDifference)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"its macro-F1 on held-out mail is {now.MacroF1:F3}, that of the model in service {before.MacroF1:F3}");
        }

        foreach (var was in before.Categories.Where(c => c.Mails > 0))
        {
            var f1 = now.Categories.FirstOrDefault(c => rows.GetValueOrDefault(c.Name) == rows.GetValueOrDefault(was.Name))?.F1;
            if (f1 < was.F1 - LostBy || (f1 == 0 && was.F1 > 0))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"it loses '{was.Name}': F1 {f1:F3} on held-out mail after {was.F1:F3}");
            }
        }
    }
}
