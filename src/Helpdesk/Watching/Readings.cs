using Hangfire;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Mailboxes;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Watching;

/// <summary>What the gauges show, read from the database when somebody asks, so that any one process can tell of all.</summary>
/// <remarks>Synchronous, since that is how gauges are asked.</remarks>
sealed class Readings(HelpdeskDatabase database, JobStorage jobs, IOptions<MailboxList> mailboxes, IOptions<ClassifierOptions> classifier, DataFolder folder, TimeProvider clock)
{
    /// <summary>Ten seconds: under every scrape interval in use, and dozens of gauges share one reading.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    const string Sql = """
        select 'messages', standing, sum(count)::float8 from monthly_counts group by standing
        union all
        select 'doubtful', null, coalesce(sum(d.mails), 0)
        from (select distinct month from monthly_counts) m
        cross join lateral (
            select count(*) as mails from message_standings s where s.month = m.month and s.standing = 'counted' and s.source = 'model' and s.confidence < $1
        ) d
        union all
        select 'parked', null, count(*) from parked_mail
        union all
        select 'unfetched', null, count(*) from unfetched where gone_at is null
        union all
        select 'mailbox lag', m.name, extract(epoch from $2 - coalesce(s.last_success_at, m.created_at))
        from mailboxes m left join mailbox_states s on s.mailbox_id = m.id where m.name = any($3) or cardinality($3) = 0
        union all
        select 'mailbox failures', m.name, coalesce(s.failures, 0)
        from mailboxes m left join mailbox_states s on s.mailbox_id = m.id where m.name = any($3) or cardinality($3) = 0
        union all
        select 'alerts', null, count(*) from alerts where cleared_at is null
        union all
        select 'database size', null, pg_database_size(current_database())
        union all
        select 'connections', null, count(*) from pg_stat_activity where datname = current_database()
        """;

    readonly Lock gate = new();
    IReadOnlyList<Reading> kept = [];
    long keptAt;

    public IReadOnlyList<Reading> Now()
    {
        lock (gate)
        {
            if (kept.Count == 0 || clock.GetElapsedTime(keptAt) > Fresh)
            {
                kept = Read();
                keptAt = clock.GetTimestamp();
            }

            return kept;
        }
    }

    /// <summary>A database that does not answer is itself a reading; nothing is then said of what it holds.</summary>
    IReadOnlyList<Reading> Read()
    {
        var free = new Reading("disk free", null, new DriveInfo(folder.Folder(".")).AvailableFreeSpace);
        try
        {
            return [free, new("database up", null, 1), .. Stored(), .. Jobs()];
        }
        catch (NpgsqlException)
        {
            return [free, new("database up", null, 0)];
        }
    }

    List<Reading> Stored()
    {
        using var connection = database.Source.OpenConnection();
        using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = classifier.Value.LeastConfidence },
                new() { Value = clock.GetUtcNow().UtcDateTime },
                new() { Value = mailboxes.Value.Select(m => m.Name).ToArray() },
            },
        };
        using var rows = command.ExecuteReader();
        var readings = new List<Reading>();
        while (rows.Read())
        {
            readings.Add(new(rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetDouble(2)));
        }

        return readings;
    }

    IEnumerable<Reading> Jobs()
    {
        var now = jobs.GetMonitoringApi().GetStatistics();
        return
        [
            new("jobs", "enqueued", now.Enqueued), new("jobs", "processing", now.Processing), new("jobs", "scheduled", now.Scheduled), new("jobs", "failed", now.Failed),
            new("workers", null, now.Servers),
        ];
    }
}
