using Npgsql;

namespace Helpdesk.Database;

/// <summary>The report's categories, the words that all rooms share.</summary>
static class Categories
{
    /// <summary>Their numbers by name, in print order; a name that a category no longer has still finds it.</summary>
    public static async Task<IReadOnlyDictionary<string, short>> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select n.name, c.id from category_names n join categories c on c.id = n.category_id order by c.print_order, n.name <> c.name, n.since", connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var categories = new OrderedDictionary<string, short>(StringComparer.Ordinal);
        while (await rows.ReadAsync(stop))
        {
            categories.Add(rows.GetString(0), rows.GetInt16(1));
        }

        return categories;
    }
}
