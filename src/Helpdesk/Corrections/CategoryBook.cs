using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Corrections;

/// <summary>The categories as the desk shows them: key, guide, and the months in which they may be chosen.</summary>
sealed class CategoryBook(HelpdeskDatabase database)
{
    /// <summary>The keys in print order; the eleven categories of the report have one each, later ones are chosen with the mouse or Tab.</summary>
    const string Keys = "1234567890-";

    /// <param name="Place">In print order, from 0.</param>
    /// <param name="Names">Every name it ever had: a model may know it by an older one.</param>
    public sealed record Category(short Id, string Name, int Place, Month? First, Month? Last, string? Belongs, string? DoesNot, string? Example, IReadOnlyList<string> Names)
    {
        /// <summary>The key that chooses it; null beyond the eleventh.</summary>
        public string? Key => Place < Keys.Length ? Keys[Place].ToString() : null;

        /// <summary>It may be chosen for mail of this month.</summary>
        public bool IsInForce(Month month) => (First is not { } first || first.CompareTo(month) <= 0) && (Last is not { } last || last.CompareTo(month) >= 0);
    }

    public async Task<IReadOnlyList<Category>> ReadAsync(CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            select c.id, c.name, c.first_month, c.last_month, g.belongs, g.does_not, g.example, array(select n.name from category_names n where n.category_id = c.id)
            from categories c left join category_guides g on g.category_id = c.id
            order by c.print_order
            """);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var categories = new List<Category>();
        while (await rows.ReadAsync(stop))
        {
            categories.Add(new(
                rows.GetInt16(0), rows.GetString(1), categories.Count,
                rows.IsDBNull(2) ? null : Month.Of(rows.GetFieldValue<DateOnly>(2)), rows.IsDBNull(3) ? null : Month.Of(rows.GetFieldValue<DateOnly>(3)),
                rows.TextOrNull(4), rows.TextOrNull(5), rows.TextOrNull(6), rows.GetFieldValue<string[]>(7)));
        }

        return categories;
    }
}
