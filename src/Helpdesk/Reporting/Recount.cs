using Helpdesk.Database;

namespace Helpdesk.Reporting;

/// <summary>The nightly job that counts every figure anew and raises an alarm on any difference; it changes no figure.</summary>
sealed partial class Recount(HelpdeskDatabase database, ILogger<Recount> log)
{
    public sealed record Outcome(int Figures, int Differences);

    public async Task<Outcome> RunAsync(CancellationToken stop)
    {
        // One statement, one snapshot: mail that comes in meanwhile is in both counts or in neither.
        await using var command = database.Source.CreateCommand("""
            with anew as materialized (select * from recount),
            kept as materialized (select * from monthly_figures),
            differing as (
                (select month, category_id, mailbox_id, source, standing from (table anew except table kept) a)
                union
                (select month, category_id, mailbox_id, source, standing from (table kept except table anew) b)
            ),
            standing as (
                select count(*) as wrong from judged_standings j full join message_standings s using (message_id)
                where (j.month, j.mailbox_id, j.category_id, j.source, j.confidence, j.standing) is distinct from (s.month, s.mailbox_id, s.category_id, s.source, s.confidence, s.standing)
            )
            insert into recounts (figures, differences)
            select (select count(*) from anew), (select count(*) from differing) + (select wrong from standing)
            returning figures, differences
            """);
        command.CommandTimeout = 0; // counting ten million messages takes minutes, and the night is long
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        var outcome = new Outcome(rows.GetInt32(0), rows.GetInt32(1));
        if (outcome.Differences > 0)
        {
            Differs(outcome.Differences, outcome.Figures);
        }
        else
        {
            Agrees(outcome.Figures);
        }

        return outcome;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The recount agrees in all {Figures} figures")]
    partial void Agrees(int figures);

    [LoggerMessage(Level = LogLevel.Error, Message = "The recount differs from the kept figures in {Differences} places ({Figures} figures)")]
    partial void Differs(int differences, int figures);
}
