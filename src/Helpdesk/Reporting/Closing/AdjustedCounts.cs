using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Reporting.Closing;

/// <summary>What must hold before a month may print its adjusted counts.</summary>
static class AdjustedCounts
{
    /// <exception cref="Refusal">The estimate is not good enough to stand in a report.</exception>
    public static async Task<AdjustedMonth> ReadAsync(AdjustedMonth.Ask ask, Month month, bool whateverItTakes, CancellationToken stop)
    {
        var adjusted = await ask(month, whateverItTakes, stop);
        return adjusted.Refused is { } why ? throw new Refusal($"The adjusted counts of {month} cannot be printed. {why}") : adjusted;
    }

    /// <exception cref="Refusal">Nobody says why an estimate is to stand where a count is expected.</exception>
    public static void RefuseWithoutReason(Month month, string? note)
    {
        if (string.IsNullOrWhiteSpace(note))
        {
            throw new Refusal($"Give the reason to print the adjusted counts of {month} (--note REASON); it stands in the footnote that calls them estimates.");
        }
    }

    /// <summary>The estimate is of the month as it is known now; a version that leaves changes out would print it for other mail.</summary>
    /// <exception cref="Refusal">The publication has other mail, or counts it elsewhere.</exception>
    public static async Task RefuseOtherMailAsync(NpgsqlConnection connection, int publication, Month month, CancellationToken stop)
    {
        var left = await connection.ScalarAsync<long>("""
            select count(*)
            from (select message_id, category_id, standing from published_members where publication_id = $1) p
            full join (select message_id, category_id, standing from message_standings where month = $2) s using (message_id)
            where (p.category_id, p.standing) is distinct from (s.category_id, s.standing)
            """, [publication, month.FirstDay], stop);
        if (left > 0)
        {
            throw new Refusal(string.Create(CultureInfo.InvariantCulture,
                $"The adjusted counts of {month} take in every change, and {left:N0} {(left == 1 ? "is" : "are")} left out because {(left == 1 ? "it was" : "they were")} noted or not chosen: choose every item on /months/{month}, or print the counted figures."));
        }
    }
}
