using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>Keeps the rules of the house: the table <c>rules</c>.</summary>
static class RuleStore
{
    /// <summary>The rules in force, newest first, before the shipped ones: what people decided last decides first.</summary>
    public static async Task<IReadOnlyList<Rule>> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("""
            select r.name, r.kind, r.pattern, c.name, r.origin
            from rules r join categories c on c.id = r.category_id
            where r.ended_at is null order by r.id desc
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var rules = new List<Rule>();
        while (await rows.ReadAsync(stop))
        {
            rules.Add(new(rows.GetString(0), Enum.Parse<Rule.Kind>(rows.GetString(1), ignoreCase: true), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        }

        return [.. rules, .. Rules.Shipped];
    }

    /// <summary>Puts a rule in force, before those that are there.</summary>
    /// <param name="of">mailbox, sender, subject or header.</param>
    /// <exception cref="Refusal">Something is missing, or the name is taken.</exception>
    public static async Task<Rule> AddAsync(NpgsqlConnection connection, string? name, string? of, string? pattern, string? category, string person, string? reason, CancellationToken stop)
    {
        var categories = await Categories.ReadAsync(connection, stop);
        if (category is null || !categories.TryGetValue(category, out var id))
        {
            throw new Refusal($"'{category}' is no category of the report; they are {string.Join(", ", categories.Keys)}.");
        }

        if (!Enum.TryParse<Rule.Kind>(of, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || kind == Rule.Kind.Automatic)
        {
            throw new Refusal($"A rule looks at mailbox, sender, subject or header, not at '{of}'.");
        }

        if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(name) || pattern is null || pattern.Trim('*', ' ', '@').Length == 0)
        {
            throw new Refusal("A rule needs a name, a reason, and a pattern that does not fit every mail.");
        }

        if ((await ReadAsync(connection, stop)).Any(r => r.Name == name))
        {
            throw new Refusal($"There is a rule '{name}' already; end it first, or choose another name.");
        }

        var rule = new Rule(name, kind, pattern.Trim(), category, $"{person}: {reason}");
        await using var command = new NpgsqlCommand("insert into rules (name, kind, pattern, category_id, origin) values ($1, $2, $3, $4, $5)", connection)
        {
            Parameters = { new() { Value = rule.Name }, new() { Value = kind.ToString().ToLowerInvariant() }, new() { Value = rule.Pattern }, new() { Value = id }, new() { Value = rule.Origin } },
        };
        await command.ExecuteNonQueryAsync(stop);
        return rule;
    }

    /// <exception cref="Refusal">No rule of that name is in force, it is a shipped one, or nobody says why.</exception>
    public static async Task EndAsync(NpgsqlConnection connection, string name, string person, string? reason, CancellationToken stop)
    {
        if (Rules.Shipped.Any(r => r.Name == name))
        {
            throw new Refusal($"The rule '{name}' is part of the program and cannot be ended; add a rule of your own, which comes before it.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new Refusal($"Say why the rule '{name}' ends.");
        }

        await using var command = new NpgsqlCommand("update rules set ended_at = now(), end_reason = $2 where name = $1 and ended_at is null", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = $"{person}: {reason}" } },
        };
        if (await command.ExecuteNonQueryAsync(stop) == 0)
        {
            throw new Refusal($"There is no rule '{name}' in force; 'helpdesk rules list' and the page /rules name them.");
        }
    }
}
