using Npgsql;

namespace Helpdesk.Tests.Support;

/// <summary>Looks into the database.</summary>
static class Rows
{
    /// <summary>The first column of the first row.</summary>
    public static async Task<T> ScalarAsync<T>(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Every row as text, its columns joined by a bar, in the query's order.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var list = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            list.Add(string.Join("|", values.Select(v => v switch { DateOnly d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), DBNull => "", _ => Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture) })));
        }

        return list;
    }
}
