using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>The published versions that print adjusted counts, each with what was counted.</summary>
sealed class EstimateStore(HelpdeskDatabase database)
{
    public sealed record Cell(string Key, string Category, int Printed, int Counted, int Answered, double Adjusted, int Low, int High);

    /// <param name="Method">How the adjusted counts were made.</param>
    /// <param name="Sampled">How many of the answered mails were drawn by chance.</param>
    /// <param name="Note">The author's reason.</param>
    public sealed record Estimate(Month Month, int Version, string Method, IReadOnlyList<string> Models, int Answers, int Sampled, string? Note, IReadOnlyList<Cell> Cells)
    {
        /// <summary>What they are made from, in a line.</summary>
        public string Source => string.Create(CultureInfo.InvariantCulture, $"{Method}; model {string.Join(" and ", Models)}; {Answers:N0} mails answered by people, {Sampled:N0} of them drawn at random");
    }

    /// <summary>All of them in the months given, oldest first; months and versions that print what was counted have none.</summary>
    public async Task<IReadOnlyList<Estimate>> ReadAsync(Month first, Month last, CancellationToken stop)
    {
        var rows = await database.ListAsync("""
            select p.month, p.version, e.method, e.models, e.answers, e.sampled, p.note, c.key, c.name, n.count, x.counted, x.answered, x.adjusted, x.low, x.high
            from published_estimates e
            join publications p on p.id = e.publication_id
            join published_estimate_cells x using (publication_id)
            join published_counts n using (publication_id, category_id)
            join categories c on c.id = x.category_id
            where p.month between $1 and $2
            order by p.month, p.version, c.print_order
            """, [first.FirstDay, last.FirstDay], row => (
                Of: new Estimate(Month.Of(row.GetFieldValue<DateOnly>(0)), row.GetInt32(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetInt32(4), row.GetInt32(5), row.IsDBNull(6) ? null : row.GetString(6), []),
                Cell: new Cell(row.GetString(7), row.GetString(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetDouble(12), row.GetInt32(13), row.GetInt32(14))), stop);
        return [.. rows.GroupBy(r => (r.Of.Month, r.Of.Version)).Select(g => g.First().Of with { Cells = [.. g.Select(r => r.Cell)] })];
    }
}
