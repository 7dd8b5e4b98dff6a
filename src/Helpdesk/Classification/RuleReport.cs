using Helpdesk.Text;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>How the rules fare: how often each decides, how often people decide otherwise, which are dead, and which contradict each other.</summary>
/// <param name="Looked">How many stored mails the rules were tried on for contradictions.</param>
sealed record RuleReport(IReadOnlyList<RuleReport.Line> Rules, IReadOnlyList<RuleReport.Conflict> Conflicts, int Looked)
{
    /// <summary>A quarter: a rule for a yearly matter is not called dead in its off season by less.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromDays(90);

    /// <summary>Some five weeks of mail: what two rules both claim shows there.</summary>
    const int MostLooked = 2_000;

    /// <param name="Hits">Mails it decided, ever.</param>
    /// <param name="Rate">The share of all guesses since its first.</param>
    /// <param name="Overruled">Of its mails, those of which a person said otherwise.</param>
    /// <param name="Dead">It has not decided a mail for <see cref="Quiet"/>, although there was mail.</param>
    public sealed record Line(Rule Rule, long Hits, double Rate, DateTime? LastHit, long Overruled, bool Dead)
    {
        /// <summary>One in five: below that people disagree with the model as often.</summary>
        const double Often = 0.2;

        public bool TooOftenOverruled => Overruled > Hits * Often;
    }

    /// <summary>Two rules that both fit mails and name different categories; the first decides.</summary>
    public sealed record Conflict(string First, string Second, int Mails, long Example);

    public static async Task<RuleReport> OfAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var rules = await RuleStore.ReadAsync(connection, stop);
        var lines = new List<Line>();
        foreach (var rule in rules)
        {
            lines.Add(await LineAsync(connection, rule, stop));
        }

        var (conflicts, looked) = await ConflictsAsync(connection, rules, stop);
        return new(lines, conflicts, looked);
    }

    static async Task<Line> LineAsync(NpgsqlConnection connection, Rule rule, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            with mine as (
                select g.message_id, g.guessed_at, g.category_id from guesses g where g.rule = $1
            )
            select (select count(distinct message_id) from mine), (select max(guessed_at) from mine),
                (select count(*) from guesses where guessed_at >= (select min(guessed_at) from mine)),
                (select count(distinct mine.message_id) from mine join standings s using (message_id) where s.source = 'person' and s.category_id <> mine.category_id),
                coalesce((select min(made_at) from rules where name = $1 and ended_at is null), (select guessed_at from guesses order by id limit 1)) < now() - $2
                    and exists (select from guesses where guessed_at > now() - $2)
                    and not exists (select from mine where guessed_at > now() - $2)
            """, connection)
        {
            Parameters = { new() { Value = rule.Name }, new() { Value = Quiet } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        await rows.ReadAsync(stop);
        var (hits, guesses) = (rows.GetInt64(0), rows.GetInt64(2));
        return new(rule, hits, guesses == 0 ? 0 : (double)hits / guesses, rows.IsDBNull(1) ? null : rows.GetDateTime(1), rows.GetInt64(3), rows.GetBoolean(4));
    }

    /// <remarks>Header lines are not kept, so rules about them cannot be tried again.</remarks>
    static async Task<(IReadOnlyList<Conflict> Conflicts, int Looked)> ConflictsAsync(NpgsqlConnection connection, IReadOnlyList<Rule> rules, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select m.id, t.from_address, t.recipients, t.subject, m.automatic is not null
            from messages m join message_texts t on t.message_id = m.id order by m.id desc limit $1
            """, connection)
        {
            Parameters = { new() { Value = MostLooked } },
        };
        await using var rows = await command.ExecuteReaderAsync(stop);
        var both = new Dictionary<(string, string), (int Mails, long Example)>();
        var looked = 0;
        while (await rows.ReadAsync(stop))
        {
            looked++;
            var mail = new MailInput(rows.GetString(3), new MailText("", "", ""), [], rows.GetString(1), rows.GetFieldValue<string[]>(2), rows.GetBoolean(4), null);
            List<Rule> fit = [.. rules.Where(r => r.Fits(mail))];
            foreach (var other in fit.Skip(1).Where(r => r.Category != fit[0].Category))
            {
                var pair = (fit[0].Name, other.Name);
                both[pair] = both.TryGetValue(pair, out var seen) ? seen with { Mails = seen.Mails + 1 } : (1, rows.GetInt64(0));
            }
        }

        return ([.. both.Select(b => new Conflict(b.Key.Item1, b.Key.Item2, b.Value.Mails, b.Value.Example)).OrderByDescending(c => c.Mails)], looked);
    }
}
