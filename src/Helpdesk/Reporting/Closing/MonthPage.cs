using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting.Api;
using Helpdesk.Reporting.Exports;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Closing;

/// <summary>Reads all that the page of a month shows.</summary>
sealed class MonthPage(HelpdeskDatabase database, MonthStates states, Checklist checklist, Completeness completeness, Restatement restatement, NoteStore notes, Reconciliation reconciliation, FigureStore figures, EditionStore editions, FiguresApi api, EstimateStore estimates, AdjustedMonth.Ask ask, IOptions<CountingOptions> counting)
{
    /// <summary>A figure that stands out, with what was decided and three mails to write from.</summary>
    public sealed record Mover(StandingOut.Cell Cell, NoteStore.Note? Decided, IReadOnlyList<NoteStore.Example> Examples);

    public sealed record Posted(string Way, string Target, int Edition, DateTimeOffset? At, int Attempts, string? Failure);

    /// <param name="State">Null for a month without mail and without a published table.</param>
    /// <param name="Adjusted">What the author may print in the place of the counted figures; null for other people, and for months that are not over.</param>
    /// <param name="Prints">What the closed month prints now; null while it is open.</param>
    /// <param name="Estimates">The published versions that print adjusted counts.</param>
    public sealed record View(
        MonthStates.State? State,
        IReadOnlyList<CheckItem> Checks,
        IReadOnlyList<Checklist.DoubtfulCell> Doubtful,
        IReadOnlyList<Completeness.Mailbox> Mailboxes,
        IReadOnlyList<Mover> Movers,
        IReadOnlyList<Restatement.Item> Items,
        IReadOnlyList<ApiAnswers.Version> Versions,
        IReadOnlyList<EditionStore.Edition> Editions,
        IReadOnlyList<Reconciliation.Cell> Reconciled,
        IReadOnlyList<NoteStore.Break> Breaks,
        IReadOnlyList<Posted> Posts,
        AdjustedMonth? Adjusted,
        Prints? Prints,
        IReadOnlyList<EstimateStore.Estimate> Estimates);

    /// <param name="isAuthor">The reader may see subjects, and close the month.</param>
    public async Task<View> ReadAsync(Month month, bool isAuthor, CancellationToken stop)
    {
        var state = (await states.ReadAsync(stop)).FirstOrDefault(s => s.Month == month);
        var hasMail = state?.HasMail == true;
        var mailboxes = await completeness.KnownAsync(month, stop);
        return new(
            state,
            hasMail ? await checklist.ReadAsync(month, mailboxes, stop) : [],
            hasMail ? await checklist.DoubtfulCellsAsync(month, stop) : [],
            mailboxes,
            hasMail ? await MoversAsync(month, isAuthor, stop) : [],
            await restatement.ItemsAsync(month, stop),
            await api.VersionsAsync(month, stop),
            await editions.ListAsync(month, null, stop),
            await reconciliation.ReadAsync(month, stop),
            await notes.BreaksAsync(month, month, counting.Value.TimeZone, stop),
            await database.ListAsync("""
                select p.way, p.target, e.number, p.posted_at, p.attempts, p.failure from edition_posts p join editions e on e.id = p.edition_id
                where e.month = $1 order by e.number, p.way, p.target
                """, [month.FirstDay], row => new Posted(row.GetString(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5)), stop),
            isAuthor && state is { HasMail: true, IsOver: true } ? await ask(month, false, stop) : null,
            await restatement.PrintsAsync(month, stop),
            await estimates.ReadAsync(month, month, stop));
    }

    async Task<IReadOnlyList<Mover>> MoversAsync(Month month, bool withExamples, CancellationToken stop)
    {
        try
        {
            var table = await figures.TableAsync(month, null, Figures.Current, null, stop);
            var decided = await notes.DecidedAsync(table.Months[0], month, stop);
            var movers = new List<Mover>();
            // The reporting month first: its notes are what the checklist asks for.
            foreach (var cell in StandingOut.In(table).OrderByDescending(c => c.Month).ThenByDescending(c => c.Count))
            {
                movers.Add(new(cell, decided.FirstOrDefault(n => n.Month == cell.Month && n.Key == cell.Key), withExamples ? await notes.ExamplesAsync(cell.Month, cell.Key, stop) : []));
            }

            return movers;
        }
        catch (Refusal)
        {
            // A month with nothing but imported figures has no cells of mail.
            return [];
        }
    }
}
