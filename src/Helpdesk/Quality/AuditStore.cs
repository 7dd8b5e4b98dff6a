using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>Draws the audit sample of a month, once, and hands its mails out: the tables <c>audits</c> and <c>audit_draws</c>.</summary>
sealed class AuditStore(HelpdeskDatabase database, MonthMail mail, ModelMixes mixes, IOptions<QualityOptions> options, IOptions<CountingOptions> counting, TimeProvider clock)
{
    /// <summary>Every twentieth: 5 % of the sample tells how far people agree.</summary>
    const int TwiceEvery = 20;

    /// <summary>A month's sample and how far it is.</summary>
    /// <param name="Mine">How many of it wait for this person.</param>
    public sealed record Progress(Month Month, int Drawn, int Answered, int Mine);

    /// <summary>Draws the sample unless there is one already.</summary>
    /// <returns>How many mails were drawn; 0 when there was a sample before.</returns>
    /// <exception cref="Refusal">The month is not over, or has no counted mail.</exception>
    public async Task<int> DrawAsync(Month month, CancellationToken stop)
    {
        if (Moments.End(month, counting.Value.Zone) > clock.GetUtcNow())
        {
            throw new Refusal($"{month.Title} is not over; a sample drawn now would leave out the mail that is still to come.");
        }

        var categories = await QualityCategory.ReadAsync(database, stop);
        var sample = await mail.ReadAsync(month, onlyTaught: false, categories, await mixes.ReadAsync(categories, stop), stop);
        if (sample.Mails.Count == 0)
        {
            throw new Refusal($"{month.Title} has no counted mail to draw from.");
        }

        var mix = PriorShift.Mix(sample.Mails, categories.Count);
        int[] guesses = [.. sample.Mails.Select(m => m.Guess)];
        double[] sure = [.. sample.Mails.Select(m => PriorShift.Probabilities(m.Scores, m.TrainingMix, mix)[m.Guess])];
        var drawn = AuditDraw.Of(guesses, sure, options.Value.AuditSize, new Chance(RandomNumberGenerator.GetInt32(int.MaxValue)));
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await connection.ExecuteAsync("insert into audits (month, mails) values ($1, $2) on conflict do nothing", [month.FirstDay, sample.Mails.Count], stop) == 0)
        {
            return 0;
        }

        await connection.ExecuteAsync("""
            insert into audit_draws (message_id, month, category_id, stratum, stratum_mails, turn, twice)
            select message_id, $1, category_id, stratum, stratum_mails, turn, (turn - 1) % $2 = 0
            from unnest($3::bigint[], $4::smallint[], $5::smallint[], $6::integer[]) with ordinality d (message_id, category_id, stratum, stratum_mails, turn)
            """, [
                month.FirstDay, TwiceEvery,
                drawn.Select(d => sample.Mails[d.Mail].Id).ToArray(),
                drawn.Select(d => categories[guesses[d.Mail]].Id).ToArray(),
                drawn.Select(d => (short)d.Stratum).ToArray(),
                drawn.Select(d => (int)Math.Round(d.Weight * drawn.Count(o => o.Stratum == d.Stratum))).ToArray(),
            ], stop);
        await transaction.CommitAsync(stop);
        return drawn.Count;
    }

    /// <summary>The next sampled mail for this person: one that nobody answered, or one that a second person is to answer; null when none is left.</summary>
    public async Task<long?> NextAsync(Month month, int person, CancellationToken stop) => await database.ScalarAsync<long?>("""
        select d.message_id from audit_draws d
        where d.month = $1 and waits_for_person(d.message_id, d.twice, $2)
            and not exists (select from claims c where c.message_id = d.message_id and c.person_id <> $2 and c.until > now())
        order by d.turn limit 1
        """, [month.FirstDay, person], stop);

    /// <summary>The months that have a sample, newest first.</summary>
    public Task<IReadOnlyList<Progress>> ReadAsync(int person, CancellationToken stop) => database.ListAsync("""
        select d.month, count(*)::integer, count(*) filter (where exists (select from audit_answers a where a.message_id = d.message_id))::integer,
            count(*) filter (where waits_for_person(d.message_id, d.twice, $1))::integer
        from audit_draws d group by d.month order by d.month desc
        """, [person], row => new Progress(Month.Of(row.GetFieldValue<DateOnly>(0)), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), stop);

    /// <summary>Is this mail sampled, and does it wait for this person?</summary>
    public Task<bool> WaitsAsync(long message, int person, CancellationToken stop) => database.ScalarAsync<bool>(
        "select exists (select from audit_draws d where d.message_id = $1 and waits_for_person(d.message_id, d.twice, $2))", [message, person], stop);

    /// <summary>Keeps a blind answer; said twice it is kept once.</summary>
    /// <param name="category">Null for mail that is no enquiry.</param>
    public Task KeepAsync(long message, int person, short? category, CancellationToken stop) => database.ExecuteAsync("""
        insert into audit_answers (message_id, person_id, category_id) values ($1, $2, $3) on conflict (message_id, person_id) do nothing
        """, [message, person, category], stop);
}
