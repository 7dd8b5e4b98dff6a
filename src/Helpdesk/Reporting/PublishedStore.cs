using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Reporting;

/// <summary>Keeps published figures: the tables <c>publications</c> and <c>published_counts</c>.</summary>
sealed class PublishedStore(HelpdeskDatabase database)
{
    /// <summary>Publishes the months of a table made before this system, all or none; months already published with the same figures are left as they are.</summary>
    /// <returns>How many months were new, and how many were there already.</returns>
    /// <exception cref="Refusal">A category is unknown or missing, or a month is published with other figures.</exception>
    public async Task<(int New, int Known)> ImportAsync(TableFile table, string fileName, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var categories = await Categories.ReadAsync(connection, stop);
        if (table.Counts.FirstOrDefault(r => !categories.ContainsKey(r.Category)).Category is { } unknown)
        {
            throw new Refusal($"{fileName}: the report has no category '{unknown}'; it has {string.Join(", ", categories.Keys)}.");
        }

        if (categories.Keys.FirstOrDefault(c => table.Counts.All(r => r.Category != c)) is { } missing)
        {
            throw new Refusal($"{fileName}: the category '{missing}' is missing; a month without such mail has a row of zeros.");
        }

        var added = 0;
        foreach (var (i, month) in table.Months.Index())
        {
            var counts = table.Counts.ToDictionary(r => categories[r.Category], r => r.Counts[i]);
            var published = await PublishedAsync(connection, month.FirstDay, stop);
            if (published.Count == 0)
            {
                await PublishAsync(connection, month.FirstDay, fileName, counts, stop);
                added++;
            }
            else if (counts.FirstOrDefault(c => published.GetValueOrDefault(c.Key) != c.Value) is { Key: > 0 } other)
            {
                throw new Refusal($"{fileName}: {month} is already published with other figures ({categories.First(c => c.Value == other.Key).Key}: published {published.GetValueOrDefault(other.Key)}, file {other.Value}); nothing was imported.");
            }
        }

        await transaction.CommitAsync(stop);
        return (added, table.Months.Count - added);
    }

    static async Task<Dictionary<short, int>> PublishedAsync(NpgsqlConnection connection, DateOnly month, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select category_id, count from latest_published_counts where month = $1", connection) { Parameters = { new() { Value = month } } };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var counts = new Dictionary<short, int>();
        while (await rows.ReadAsync(stop))
        {
            counts.Add(rows.GetInt16(0), rows.GetInt32(1));
        }

        return counts;
    }

    static async Task PublishAsync(NpgsqlConnection connection, DateOnly month, string fileName, Dictionary<short, int> counts, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            with publication as (
                insert into publications (month, version, origin, file_name) values ($1, 1, 'imported', $2) returning id
            )
            insert into published_counts (publication_id, category_id, count)
            select publication.id, c.category, c.count from publication, unnest($3::smallint[], $4::integer[]) as c (category, count)
            """, connection)
        {
            Parameters = { new() { Value = month }, new() { Value = fileName }, new() { Value = counts.Keys.ToArray() }, new() { Value = counts.Values.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }
}
