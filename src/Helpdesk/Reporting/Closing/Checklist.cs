using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Closing;

/// <summary>What must be settled before a month is closed, and what of it is.</summary>
sealed class Checklist(HelpdeskDatabase database, FigureStore figures, Completeness completeness, NoteStore notes, IOptions<CountingOptions> counting, IOptions<ClassifierOptions> classifier)
{
    /// <summary>A cell with mail that the model was unsure of and nobody has looked at, or whose count the audit cannot vouch for.</summary>
    /// <param name="MayBeOff">By how many mails the audit says it may be off; null where it is firm or was not audited.</param>
    public sealed record DoubtfulCell(string Key, string Category, int Mails, string? CheckedBy, int? MayBeOff)
    {
        public override string ToString() => (Mails, MayBeOff) switch
        {
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{Category} {Mails}"),
            (0, { } off) => string.Create(CultureInfo.InvariantCulture, $"{Category} may be off by {off}"),
            (_, { } off) => string.Create(CultureInfo.InvariantCulture, $"{Category} {Mails} and may be off by {off}"),
        };
    }

    public async Task<IReadOnlyList<CheckItem>> ReadAsync(Month month, CancellationToken stop) => await ReadAsync(month, await completeness.ReadAsync(month, stop), stop);

    /// <summary>The same for whoever has the mailboxes' completeness already; counting it is most of the work.</summary>
    public async Task<IReadOnlyList<CheckItem>> ReadAsync(Month month, IReadOnlyList<Completeness.Mailbox> mailboxes, CancellationToken stop)
    {
        CheckItem[] items = [Complete(month, mailboxes), await ParkedAsync(month, stop), await DoubtfulAsync(month, stop), await MoversAsync(month, stop), await CertificateAsync(month, mailboxes, stop)];
        var signed = await SignedAsync(month, stop);
        return [.. items.Select(i => !i.Holds && signed.TryGetValue(i.Key, out var s) ? i with { SignedOffBy = s.Person, Reason = s.Reason } : i)];
    }

    /// <summary>Answers for a point by name.</summary>
    public Task SignOffAsync(Month month, string item, string person, string reason, CancellationToken stop) => database.ExecuteAsync("""
        insert into sign_offs (month, item, person, reason) values ($1, $2, $3, $4)
        on conflict (month, item) do update set person = excluded.person, reason = excluded.reason, signed_at = now()
        """, [month.FirstDay, item, person, reason], stop);

    /// <summary>Says that somebody has looked at a doubtful cell.</summary>
    public Task CheckCellAsync(Month month, string category, string person, CancellationToken stop) => database.ExecuteAsync("""
        insert into cell_checks (month, category_id, person) select $1, id, $3 from categories where key = $2
        on conflict (month, category_id) do update set person = excluded.person, checked_at = now()
        """, [month.FirstDay, category, person], stop);

    /// <summary>The cells of a month that hold doubtful mail, in print order.</summary>
    public Task<IReadOnlyList<DoubtfulCell>> DoubtfulCellsAsync(Month month, CancellationToken stop) => database.ListAsync("""
        select c.key, c.name, coalesce(d.mails, 0), k.person, q.may_be_off
        from categories c
        left join (
            select category_id, count(*)::integer as mails from doubtful_mail($2) where month = $1 group by category_id
        ) d on d.category_id = c.id
        left join doubtful_cells q on q.month = $1 and q.category_id = c.id
        left join cell_checks k on k.month = $1 and k.category_id = c.id
        where d.mails > 0 or q.may_be_off is not null
        order by c.print_order
        """, [month.FirstDay, (float)classifier.Value.LeastConfidence], row => new DoubtfulCell(row.GetString(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetInt32(4)), stop);

    CheckItem Complete(Month month, IReadOnlyList<Completeness.Mailbox> mailboxes)
    {
        var end = Moments.End(month, counting.Value.Zone);
        var late = mailboxes.Where(m => !m.ReadPast(end)).ToList();
        return new("mailboxes", "Every mailbox was read to the month's last second", mailboxes.Count > 0 && late.Count == 0,
            mailboxes.Count == 0 ? "No mailbox was ever read."
            : late.Count == 0 ? $"{Plural(mailboxes.Count, "mailbox", "mailboxes")} read past {Moments.Written(end)}."
            : string.Join(" ", late.Select(m => $"Mailbox '{m.Name}' was last read completely {(m.ReadUntil is { } at ? "at " + Moments.Written(at) : "never")}.")));
    }

    async Task<CheckItem> ParkedAsync(Month month, CancellationToken stop)
    {
        var parked = await database.ScalarAsync<long>("select coalesce(sum(count), 0) from monthly_counts where month = $1 and standing = 'parked'", [month.FirstDay], stop);
        return new("parked", "Parked mail is settled", parked == 0, parked == 0 ? "No mail of the month is parked." : $"{Plural(parked, "mail", "mails")} could not be read and {(parked == 1 ? "has" : "have")} no label.");
    }

    async Task<CheckItem> DoubtfulAsync(Month month, CancellationToken stop)
    {
        var cells = await DoubtfulCellsAsync(month, stop);
        var open = cells.Where(c => c.CheckedBy is null).ToList();
        var audited = await database.ScalarAsync<bool>("select exists (select from settling_goals where month = $1)", [month.FirstDay], stop);
        return new("doubtful", "Doubtful cells were looked at", open.Count == 0,
            cells.Count == 0 ? $"No guess of the month is below the least confidence{(audited ? ", and the audit doubts no cell." : "; how far off sure guesses are only an audit sample tells, and nobody has answered one.")}"
            : open.Count == 0 ? $"{Plural(cells.Count, "cell", "cells")} with doubtful mail looked at."
            : $"{Plural(open.Sum(c => c.Mails), "doubtful mail", "doubtful mails")} in {Plural(open.Count, "cell", "cells")} that nobody has looked at: {string.Join(", ", open)}.{(open.Any(c => c.MayBeOff is not null) ? " Where that is too much to look at, the adjusted counts may be printed in the place of the counted figures, as estimates." : "")}");
    }

    async Task<CheckItem> MoversAsync(Month month, CancellationToken stop)
    {
        var table = await figures.TableAsync(month, null, Figures.Current, null, stop);
        var movers = StandingOut.In(table).Where(c => c.Month == month).ToList();
        var decided = (await notes.DecidedAsync(month, month, stop)).Select(n => n.Key).ToHashSet();
        var open = movers.Where(c => !decided.Contains(c.Key)).ToList();
        return new("movers", "Big movers have a note, kept or dropped", open.Count == 0,
            movers.Count == 0 ? "No figure of the month stands out." : open.Count == 0 ? $"{Plural(movers.Count, "figure", "figures")} that stand out decided on." : string.Join(" ", open.Select(c => c.Sentence)));
    }

    async Task<CheckItem> CertificateAsync(Month month, IReadOnlyList<Completeness.Mailbox> mailboxes, CancellationToken stop)
    {
        var waiting = mailboxes.Sum(m => m.Waiting);
        var stored = mailboxes.Sum(m => m.Stored);
        var received = await database.ScalarAsync<long>("select coalesce(sum(count), 0) from monthly_counts where month = $1", [month.FirstDay], stop);
        var holds = waiting == 0 && stored == received;
        return new("certificate", "The certificate of completeness agrees with the figures", holds, string.Create(CultureInfo.InvariantCulture,
            $"{stored:N0} deliveries stored, {received:N0} in the figures, {waiting:N0} on the servers and not handed out, {mailboxes.Sum(m => m.GoneBeforeReading):N0} gone before they could be read."));
    }

    async Task<Dictionary<string, (string Person, string Reason)>> SignedAsync(Month month, CancellationToken stop) =>
        (await database.ListAsync("select item, person, reason from sign_offs where month = $1", [month.FirstDay], row => (Item: row.GetString(0), Person: row.GetString(1), Reason: row.GetString(2)), stop))
            .ToDictionary(s => s.Item, s => (s.Person, s.Reason), StringComparer.Ordinal);

    static string Plural(long count, string one, string more) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : more)}");
}
