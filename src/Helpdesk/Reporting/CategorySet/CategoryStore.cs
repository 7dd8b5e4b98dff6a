using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Npgsql;

namespace Helpdesk.Reporting.CategorySet;

/// <summary>The report's rows: an administrator adds, renames, moves and ends them. None is ever deleted, and no printed figure changes.</summary>
sealed class CategoryStore(HelpdeskDatabase database, TimeProvider clock)
{
    /// <param name="Mails">Counted mail of all months.</param>
    public sealed record Listed(string Key, CategoryDraft Now, long Mails);

    public sealed record Past(DateTimeOffset At, string Person, string Change);

    /// <summary>All of them, in print order.</summary>
    public Task<IReadOnlyList<Listed>> ListAsync(CancellationToken stop) => database.ListAsync("""
        select c.key, c.name, c.first_month, c.last_month, coalesce(g.belongs, ''), coalesce(g.does_not, ''), coalesce(g.example, ''), coalesce(f.mails, 0)::bigint
        from categories c
        left join category_guides g on g.category_id = c.id
        left join (select category_id, sum(count) as mails from monthly_counts where standing = 'counted' group by category_id) f on f.category_id = c.id
        order by c.print_order
        """, [], row => new Listed(row.GetString(0), new(row.GetString(1), MonthAt(row, 2), MonthAt(row, 3), row.GetString(4), row.GetString(5), row.GetString(6)), row.GetInt64(7)), stop);

    /// <summary>What was changed, latest first.</summary>
    public Task<IReadOnlyList<Past>> HistoryAsync(CancellationToken stop) => database.ListAsync(
        "select changed_at, person, change from category_changes order by id desc limit 50", [], row => new Past(row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetString(2)), stop);

    /// <summary>Adds a row at the table's end.</summary>
    /// <exception cref="Refusal">Another category has or had the name or the key, or no first month is named.</exception>
    public Task AddAsync(CategoryDraft draft, string person, CancellationToken stop) => ChangingAsync(person, async connection =>
    {
        if (draft.First is not { } first)
        {
            throw new Refusal($"Say from which month {draft.Name} is counted; months before it keep their rows.");
        }

        var key = draft.Key();
        if (await connection.ScalarAsync<string?>("select name from categories where key = $1", [key], stop) is { } taken)
        {
            throw new Refusal($"'{draft.Name}' would have the address '{key}', which is {taken}'s; choose another name.");
        }

        var id = await connection.ScalarAsync<short>("""
            insert into categories (id, key, name, print_order, first_month, last_month)
            select max(id) + 1, $1, $2, max(print_order) + 1, $3, $4 from categories returning id
            """, [key, draft.Name, first.FirstDay, draft.Last?.FirstDay], stop);
        await NameAsync(connection, id, draft.Name, stop);
        await GuideAsync(connection, id, draft, stop);
        return $"{draft.Name} added, counted from {first}";
    }, stop);

    /// <summary>Changes name, months and guide; a new name is marked as a break of the series.</summary>
    /// <exception cref="Refusal">There is no such category, or another one has or had the name.</exception>
    public Task ChangeAsync(string key, CategoryDraft draft, string person, CancellationToken stop) => ChangingAsync(person, async connection =>
    {
        var id = await FindAsync(connection, key, stop);
        var before = await connection.ListAsync("select name, first_month, last_month from categories where id = $1", [id], row => (Name: row.GetString(0), First: MonthAt(row, 1), Last: MonthAt(row, 2)), stop);
        var old = before[0];
        await connection.ExecuteAsync("update categories set name = $2, first_month = $3, last_month = $4 where id = $1", [id, draft.Name, draft.First?.FirstDay, draft.Last?.FirstDay], stop);
        await GuideAsync(connection, id, draft, stop);
        var said = new List<string>();
        if (old.Name != draft.Name)
        {
            await NameAsync(connection, id, draft.Name, stop);
            await connection.ExecuteAsync("insert into series_breaks (month, note, person) values ($1, $2, $3)",
                [Month.Of(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).FirstDay, $"{old.Name} is called {draft.Name}", person], stop);
            said.Add($"called {draft.Name}");
        }

        if ((old.First, old.Last) != (draft.First, draft.Last))
        {
            said.Add($"in force {(draft.First is { } first ? $"from {first}" : "always")}{(draft.Last is { } last ? $" until {last}" : "")}");
        }

        return $"{old.Name}: {(said.Count > 0 ? string.Join(", ", said) : "guide rewritten")}";
    }, stop);

    /// <summary>Moves a row one place up or down in the printed table.</summary>
    /// <exception cref="Refusal">There is no such category.</exception>
    public Task MoveAsync(string key, bool up, string person, CancellationToken stop) => ChangingAsync(person, async connection =>
    {
        var id = await FindAsync(connection, key, stop);
        var neighbour = await connection.ScalarAsync<short?>($"""
            select n.id from categories c join categories n on n.print_order {(up ? "<" : ">")} c.print_order
            where c.id = $1 order by n.print_order {(up ? "desc" : "asc")} limit 1
            """, [id], stop);
        if (neighbour is null)
        {
            return null;
        }

        // By way of a negative place, since no two rows may share one even for a moment.
        await connection.ExecuteAsync("update categories set print_order = -print_order where id = any($1)", [new[] { id, neighbour.Value }], stop);
        await connection.ExecuteAsync("""
            update categories c set print_order = -o.print_order from categories o
            where (c.id, o.id) in (($1, $2), ($2, $1))
            """, [id, neighbour.Value], stop);
        return $"{await connection.ScalarAsync<string>("select name from categories where id = $1", [id], stop)} moved {(up ? "up" : "down")}";
    }, stop);

    /// <summary>One change after the other, each recorded with its person in its own transaction.</summary>
    async Task ChangingAsync(string person, Func<NpgsqlConnection, Task<string?>> change, CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await connection.ExecuteAsync("lock table category_names in share row exclusive mode", [], stop);
        if (await change(connection) is { } what)
        {
            await connection.ExecuteAsync("insert into category_changes (person, change) values ($1, $2)", [person, what], stop);
        }

        await transaction.CommitAsync(stop);
    }

    static async Task<short> FindAsync(NpgsqlConnection connection, string key, CancellationToken stop) =>
        await connection.ScalarAsync<short?>("select id from categories where key = $1", [key], stop) ?? throw new Refusal($"The report has no category '{key}'.");

    /// <summary>Keeps a name for ever: two categories never share one, not even one after the other.</summary>
    static async Task NameAsync(NpgsqlConnection connection, short category, string name, CancellationToken stop)
    {
        var other = await connection.ScalarAsync<string?>("""
            select c.name from category_names n join categories c on c.id = n.category_id where lower(n.name) = lower($1) and n.category_id <> $2
            """, [name, category], stop);
        if (other is not null)
        {
            throw new Refusal($"'{name}' is or was the name of {other}; choose another, so that old figures cannot be mistaken.");
        }

        await connection.ExecuteAsync("insert into category_names (name, category_id) values ($1, $2) on conflict (name) do nothing", [name, category], stop);
    }

    static Task GuideAsync(NpgsqlConnection connection, short category, CategoryDraft draft, CancellationToken stop) => connection.ExecuteAsync("""
        insert into category_guides (category_id, belongs, does_not, example) values ($1, $2, $3, $4)
        on conflict (category_id) do update set belongs = excluded.belongs, does_not = excluded.does_not, example = excluded.example
        """, [category, draft.Belongs, draft.DoesNot, draft.Example], stop);

    static Month? MonthAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Month.Of(row.GetFieldValue<DateOnly>(column));
}
