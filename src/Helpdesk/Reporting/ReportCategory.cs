using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>A row of the report, with the months it is in force.</summary>
/// <param name="First">Null when it always was.</param>
/// <param name="Last">Null while it lasts.</param>
sealed record ReportCategory(short Id, string Key, string Name, Month? First, Month? Last)
{
    public bool InForce(Month month) => !(month.CompareTo(First ?? month) < 0 || month.CompareTo(Last ?? month) > 0);

    /// <summary>What to print beside the name when the category starts or ends inside the window.</summary>
    public string? Mark(IReadOnlyList<Month> months) => string.Join(", ", new[]
    {
        First is { } first && first.CompareTo(months[0]) > 0 ? $"from {first.Heading}" : null,
        Last is { } last && last.CompareTo(months[^1]) < 0 ? $"until {last.Heading}" : null,
    }.OfType<string>()) is { Length: > 0 } mark ? mark : null;

    /// <summary>All of them, in print order.</summary>
    public static async Task<IReadOnlyList<ReportCategory>> ReadAsync(HelpdeskDatabase database, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("select id, key, name, first_month, last_month from categories order by print_order");
        await using var rows = await command.ExecuteReaderAsync(stop);
        var categories = new List<ReportCategory>();
        while (await rows.ReadAsync(stop))
        {
            categories.Add(new(rows.GetInt16(0), rows.GetString(1), rows.GetString(2), At(3), At(4)));
        }

        return categories;

        Month? At(int column) => rows.IsDBNull(column) ? null : Month.Of(rows.GetFieldValue<DateOnly>(column));
    }

    /// <summary>The category of this key or printed name.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public static ReportCategory Find(IReadOnlyList<ReportCategory> categories, string word) =>
        categories.FirstOrDefault(c => c.Key.Equals(word, StringComparison.OrdinalIgnoreCase) || c.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
        ?? throw new Refusal($"The report has no category '{word}'; it has {string.Join(", ", categories.Select(c => c.Key))}.");
}
