using Npgsql;

namespace Helpdesk.Database;

/// <summary>The report's categories, the words that all rooms share.</summary>
static class Categories
{
    /// <summary>Their numbers by name, in print order.</summary>
    public static async Task<IReadOnlyDictionary<string, short>> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select name, id from categories order by print_order", connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var categories = new OrderedDictionary<string, short>(StringComparer.Ordinal);
        while (await rows.ReadAsync(stop))
        {
            categories.Add(rows.GetString(0), rows.GetInt16(1));
        }

        return categories;
    }
}
