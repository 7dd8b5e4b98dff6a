using Npgsql;

namespace Helpdesk.Classification;

/// <summary>Keeps the models that the job trained and an administrator has to decide on: the table <c>model_proposals</c>.</summary>
static class ProposalStore
{
    /// <param name="Report">What was found when it was judged, as text.</param>
    /// <param name="MayServe">It is not worse than the model in service.</param>
    public sealed record Proposal(int Id, string Version, string Folder, DateTime MadeAt, int Labels, string Report, bool MayServe);

    /// <summary>How many messages people have labelled, how many of these since the newest proposal, and the newest correction.</summary>
    public static async Task<(int Labels, int New, long Newest)> LabelsAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select count(distinct message_id)::integer,
                count(distinct message_id) filter (where id > (select coalesce(max(newest_correction), 0) from model_proposals))::integer,
                coalesce(max(id), 0)
            from effective_corrections where kind = 'category'
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        return (rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2));
    }

    /// <summary>Adds a proposal; one that still waited is superseded by it.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, string version, string folder, long newest, int labels, string report, bool mayServe, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("update model_proposals set state = 'superseded', decided_at = now() where state = 'waiting'"),
                new("insert into model_proposals (version, folder, newest_correction, people_labels, report, may_serve) values ($1, $2, $3, $4, $5, $6)")
                {
                    Parameters = { new() { Value = version }, new() { Value = folder }, new() { Value = newest }, new() { Value = labels }, new() { Value = report }, new() { Value = mayServe } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The one that waits for an administrator; null when none does.</summary>
    public static async Task<Proposal?> WaitingAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select id, version, folder, made_at, people_labels, report, may_serve from model_proposals where state = 'waiting'", connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        return await rows.ReadAsync(stop)
            ? new(rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetDateTime(3), rows.GetInt32(4), rows.GetString(5), rows.GetBoolean(6))
            : null;
    }

    /// <summary>Records an administrator's decision on the waiting proposal of that version, if there is one.</summary>
    public static async Task DecideAsync(NpgsqlConnection connection, string version, bool promoted, string person, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("update model_proposals set state = $2, decided_at = now(), decided_by = $3 where version = $1 and state = 'waiting'", connection)
        {
            Parameters = { new() { Value = version }, new() { Value = promoted ? "promoted" : "declined" }, new() { Value = person } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }
}
