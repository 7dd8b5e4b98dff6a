using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Privacy;

/// <summary>Writes the record of what was erased or disclosed: the table <c>privacy_acts</c>.</summary>
static class PrivacyActs
{
    public const string TextErased = "text erased";
    public const string OriginalsErased = "originals erased";
    public const string PersonErased = "person erased";
    public const string PersonExported = "person exported";

    public static async Task RecordAsync(NpgsqlConnection connection, string kind, string? reference, DateTimeOffset? before, int messages, int redacted, DateTimeOffset now, CancellationToken stop)
    {
        await using var insert = new NpgsqlCommand("insert into privacy_acts (kind, reference, done_by, before, messages, redacted, done_at) values ($1, $2, $3, $4, $5, $6, $7)", connection)
        {
            Parameters =
            {
                new() { Value = kind },
                new() { Value = (object?)reference ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = Environment.UserName },
                new() { Value = (object?)before?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = messages },
                new() { Value = redacted },
                new() { Value = now.UtcDateTime },
            },
        };
        await insert.ExecuteNonQueryAsync(stop);
    }
}
