using System.Text.Json.Serialization;

namespace Helpdesk.Reporting.Exports;

/// <summary>What somebody needs to trace and repeat a table.</summary>
/// <param name="AsOf">The moment whose knowledge the figures are; for published figures that of the last publication in the window.</param>
/// <param name="Models">Every model that had judged by then, oldest first.</param>
/// <param name="Rules">The rules' version: that of the program which holds them.</param>
/// <param name="Publications">Month by month the published version and its origin; empty for current figures.</param>
/// <param name="RowsHash">SHA-256 of the table as CSV.</param>
/// <param name="Estimates">What the columns of estimates were made from; null where all are counts.</param>
sealed record AboutTable(
    DateTimeOffset AsOf,
    string Figures,
    string Zone,
    IReadOnlyList<string> CountingRules,
    IReadOnlyList<string> Models,
    string Rules,
    IReadOnlyList<string> Categories,
    IReadOnlyList<string> Publications,
    string RowsHash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Estimates = null)
{
    /// <summary>As lines of name and value, for every format that shows them.</summary>
    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("Figures", Figures);
        yield return ("As of", Moments.Written(AsOf));
        yield return ("Months are cut in", Zone);
        foreach (var rule in CountingRules)
        {
            yield return ("Counting rule", rule);
        }

        foreach (var model in Models)
        {
            yield return ("Model", model);
        }

        yield return ("Rules", Rules);
        yield return ("Categories", string.Join("; ", Categories));
        foreach (var publication in Publications)
        {
            yield return ("Published", publication);
        }

        foreach (var estimate in Estimates ?? [])
        {
            yield return ("Estimates", estimate);
        }

        yield return ("SHA-256 of the rows as CSV", RowsHash);
    }
}
