using System.Text.Json;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Reporting.Exports;

/// <summary>The reports of closed months as they were printed: kept whole, with their files byte for byte.</summary>
/// <remarks>A later model, program or setting cannot change a file that is only ever read again.</remarks>
sealed class EditionStore(HelpdeskDatabase database, ReportStore reports, IOptions<ReportingOptions> options)
{
    public sealed record Edition(int Id, Month Month, int Number, DateTimeOffset MadeAt);

    /// <summary>The edition in force of a closed month; null when the month is not closed.</summary>
    /// <param name="asOf">The one that was in force then; null for now.</param>
    public async Task<Edition?> FindAsync(Month month, DateTimeOffset? asOf, CancellationToken stop)
    {
        if (asOf is null && await IsClosedAsync(month, stop) && (await ListAsync(month, null, stop) is not [.., var last] || last.MadeAt < await reports.LastPublicationAsync(month, stop)))
        {
            await MakeAsync(month, stop);
        }

        return (await ListAsync(month, asOf, stop)) is [.., var found] ? found : null;
    }

    /// <summary>A month's editions, oldest first.</summary>
    public Task<IReadOnlyList<Edition>> ListAsync(Month month, DateTimeOffset? asOf, CancellationToken stop) => database.ListAsync("""
        select id, number, made_at from editions where month = $1 and made_at <= $2 order by number
        """, [month.FirstDay, asOf ?? DateTimeOffset.MaxValue], row => new Edition(row.GetInt32(0), month, row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2)), stop);

    public async Task<MonthReport> ReportAsync(Edition edition, CancellationToken stop) =>
        JsonSerializer.Deserialize<MonthReport>(await database.ScalarAsync<string>("select report::text from editions where id = $1", [edition.Id], stop), ReportJson.Form)!;

    /// <summary>A file of an edition as it was first made; null when the edition has none of this name.</summary>
    public Task<byte[]?> FileAsync(Edition edition, string name, CancellationToken stop) =>
        database.ScalarAsync<byte[]?>("select bytes from edition_files where edition_id = $1 and name = $2", [edition.Id, name], stop);

    /// <summary>Makes the next edition of a closed month, with all its files; asked again without a change it makes none.</summary>
    public async Task MakeAsync(Month month, CancellationToken stop)
    {
        var report = await reports.ComposeAsync(month, null, Figures.Published, null, stop);
        var files = ReportFiles.All.Select(f => (f.Name, Bytes: f.Write(report))).ToList();
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var insert = new NpgsqlCommand("""
            insert into editions (month, number, made_at, report)
            select $1, coalesce(max(number), 0) + 1, $2, $3 from editions where month = $1 having coalesce(max(made_at), '-infinity') < $2
            on conflict do nothing returning id
            """, connection)
        {
            Parameters = { new() { Value = month.FirstDay }, new() { Value = report.About.AsOf.UtcDateTime }, new() { Value = JsonSerializer.Serialize(report, ReportJson.Form), NpgsqlDbType = NpgsqlDbType.Jsonb } },
        };
        if (await insert.ExecuteScalarAsync(stop) is not int edition)
        {
            return;
        }

        foreach (var (name, bytes) in files)
        {
            await connection.ExecuteAsync("insert into edition_files (edition_id, name, bytes) values ($1, $2, $3)", [edition, name, bytes], stop);
        }

        await transaction.CommitAsync(stop);
    }

    /// <summary>Makes new editions of every closed month whose window holds a restated month.</summary>
    public async Task MakeAffectedAsync(Month restated, CancellationToken stop)
    {
        foreach (var month in await database.ListAsync("select month from closed_months where month between $1 and $2 order by month",
            [restated.FirstDay, restated.Add(options.Value.Months - 1).FirstDay], row => Month.Of(row.GetFieldValue<DateOnly>(0)), stop))
        {
            await MakeAsync(month, stop);
        }
    }

    Task<bool> IsClosedAsync(Month month, CancellationToken stop) => database.ScalarAsync<bool>("select exists (select 1 from closed_months where month = $1)", [month.FirstDay], stop);
}
