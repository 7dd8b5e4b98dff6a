namespace Helpdesk.Classification;

/// <summary>What a model calls each category: the name it had when the model learned of it, whatever it is called today.</summary>
/// <param name="rows">The number of each name that a category has or had, today's name first.</param>
sealed class LearnedNames(TrainedModel model, IReadOnlyDictionary<string, short> rows)
{
    readonly Dictionary<short, string> learned = model.Labels.Where(rows.ContainsKey).DistinctBy(l => rows[l]).ToDictionary(l => rows[l]);
    readonly Dictionary<short, string> today = rows.DistinctBy(r => r.Value).ToDictionary(r => r.Value, r => r.Key);

    /// <summary>The model's name for the category; today's where it never saw mail of it.</summary>
    public string Of(short row) => learned.GetValueOrDefault(row) ?? today[row];

    /// <summary>The rules, so that they answer in the model's names.</summary>
    public IReadOnlyList<Rule> Of(IReadOnlyList<Rule> rules) => [.. rules.Select(r => rows.TryGetValue(r.Category, out var row) ? r with { Category = Of(row) } : r)];

    /// <summary>Today's name of what the model or a rule answered; the same name where it is no category's.</summary>
    public string Today(string answer) => rows.TryGetValue(answer, out var row) ? today[row] : answer;
}
