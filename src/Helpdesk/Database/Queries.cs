using Npgsql;

namespace Helpdesk.Database;

/// <summary>One statement with its values in order, asked in one line.</summary>
static class Queries
{
    public static async Task<int> ExecuteAsync(this HelpdeskDatabase database, string sql, object?[] values, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        return await connection.ExecuteAsync(sql, values, stop);
    }

    public static async Task<T> ScalarAsync<T>(this HelpdeskDatabase database, string sql, object?[] values, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        return await connection.ScalarAsync<T>(sql, values, stop);
    }

    public static async Task<IReadOnlyList<T>> ListAsync<T>(this HelpdeskDatabase database, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        return await connection.ListAsync(sql, values, row, stop);
    }

    /// <summary>Inside the caller's transaction.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken stop)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The first column of the first row, inside the caller's transaction; default when there is no row, or null.</summary>
    public static async Task<T> ScalarAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken stop)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(stop) is T value ? value : default!;
    }

    /// <summary>Every row, inside the caller's transaction.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken stop)
    {
        await using var command = Command(connection, sql, values);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var list = new List<T>();
        while (await rows.ReadAsync(stop))
        {
            list.Add(row(rows));
        }

        return list;
    }

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value } : new NpgsqlParameter { Value = value is DateTimeOffset moment ? moment.UtcDateTime : value });
        }

        return command;
    }
}
