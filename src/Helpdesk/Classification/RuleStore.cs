using Helpdesk.CommandLine;
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

    /// <exception cref="Refusal">The name is taken.</exception>
    public static async Task AddAsync(NpgsqlConnection connection, Rule rule, short category, CancellationToken stop)
    {
        if ((await ReadAsync(connection, stop)).Any(r => r.Name == rule.Name))
        {
            throw new Refusal($"There is a rule '{rule.Name}' already; end it first with 'helpdesk rules end', or choose another name.");
        }

        await using var command = new NpgsqlCommand("insert into rules (name, kind, pattern, category_id, origin) values ($1, $2, $3, $4, $5)", connection)
        {
            Parameters = { new() { Value = rule.Name }, new() { Value = rule.Of.ToString().ToLowerInvariant() }, new() { Value = rule.Pattern }, new() { Value = category }, new() { Value = rule.Origin } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <exception cref="Refusal">No rule of that name is in force, or it is a shipped one.</exception>
    public static async Task EndAsync(NpgsqlConnection connection, string name, string reason, CancellationToken stop)
    {
        if (Rules.Shipped.Any(r => r.Name == name))
        {
            throw new Refusal($"The rule '{name}' is part of the program and cannot be ended; add a rule of your own, which comes before it.");
        }

        await using var command = new NpgsqlCommand("update rules set ended_at = now(), end_reason = $2 where name = $1 and ended_at is null", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = reason } },
        };
        if (await command.ExecuteNonQueryAsync(stop) == 0)
        {
            throw new Refusal($"There is no rule '{name}' in force; 'helpdesk rules list' names them.");
        }
    }
}
