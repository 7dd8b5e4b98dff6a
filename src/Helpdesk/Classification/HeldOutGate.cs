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

    /// <exception cref="Refusal">The held-out mail cannot be read, has no label, or one that the staged model does not know.</exception>
    public static async Task<HeldOutGate> AskAsync(TrainedModel staged, TrainedModel? before, string heldOut, IReadOnlyCollection<string> categories, CancellationToken stop)
    {
        var mails = await MessageFile.ReadAsync([heldOut], stop);
        var now = By(staged);
        var then = before is null ? null : By(before);
        return new(now.All, then?.All, [.. Complaints(staged, now.All, then?.All, categories)]);

        // A category that one of the two does not know is a complaint of its own; each is judged by what it could know.
        Judged By(TrainedModel model) => Judged.By(model, [.. mails.Where(m => m.Label is null || model.Labels.Contains(m.Label) || !categories.Contains(m.Label))], heldOut);
    }

    static IEnumerable<string> Complaints(TrainedModel staged, Judgement now, Judgement? before, IReadOnlyCollection<string> categories)
    {
        if (staged.Labels.Except(categories).ToList() is { Count: > 0 } foreign)
        {
            yield return $"it answers with labels that are no category of the report ({string.Join(", ", foreign.Take(5))})";
        }

        if (categories.Except(staged.Labels).ToList() is { Count: > 0 } missing)
        {
            yield return $"it never saw mail of {string.Join(", ", missing.Take(5))} and would never answer so";
        }

        if (before is null)
        {
            yield break;
        }

        if (now.MacroF1 < before.MacroF1 - SmallestDifference)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"its macro-F1 on held-out mail is {now.MacroF1:F3}, that of the model in service {before.MacroF1:F3}");
        }

        foreach (var was in before.Categories.Where(c => c.Mails > 0))
        {
            var f1 = now.Categories.FirstOrDefault(c => c.Name == was.Name)?.F1 ?? 0;
            if (f1 < was.F1 - LostBy || (f1 == 0 && was.F1 > 0))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"it loses '{was.Name}': F1 {f1:F3} on held-out mail after {was.F1:F3}");
            }
        }
    }
}
