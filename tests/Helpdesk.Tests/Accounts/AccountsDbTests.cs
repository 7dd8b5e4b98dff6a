using Helpdesk.Accounts;
using Helpdesk.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Helpdesk.Tests.Accounts;

/// <summary>The tables are made by SQL files and used through EF Core; this holds the two together.</summary>
public sealed class AccountsDbTests(Servers servers)
{
    [Fact]
    public async Task The_model_s_columns_are_those_of_the_tables()
    {
        var connection = await servers.NewDatabaseAsync();
        await using var accounts = new AccountsDb(new DbContextOptionsBuilder<AccountsDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options);
        var model = accounts.Model.GetRelationalModel().Tables.ToList();

        var expected = model.SelectMany(t => t.Columns.Select(c => $"{t.Name}|{c.Name}|{c.StoreType}|{(c.IsNullable ? "YES" : "NO")}")).Order(StringComparer.Ordinal);
        var found = await Rows.ListAsync(connection, $"""
            select table_name, column_name,
                data_type || coalesce('(' || character_maximum_length || ')', ''),
                is_nullable
            from information_schema.columns
            where table_schema = 'public' and table_name in ({string.Join(", ", model.Select(t => $"'{t.Name}'"))})
            """);

        Assert.Contains(model, t => t.Name == "people");
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_model_s_keys_are_those_of_the_tables()
    {
        var connection = await servers.NewDatabaseAsync();
        await using var accounts = new AccountsDb(new DbContextOptionsBuilder<AccountsDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options);
        var model = accounts.Model.GetRelationalModel().Tables.ToList();

        var expected = model.Select(t => $"{t.Name}|{string.Join(',', t.PrimaryKey!.Columns.Select(c => c.Name))}").Order(StringComparer.Ordinal);
        var found = await Rows.ListAsync(connection, $"""
            select c.table_name, string_agg(k.column_name, ',' order by k.ordinal_position)
            from information_schema.table_constraints c join information_schema.key_column_usage k using (constraint_name, table_schema)
            where c.constraint_type = 'PRIMARY KEY' and c.table_name in ({string.Join(", ", model.Select(t => $"'{t.Name}'"))})
            group by c.table_name
            """);

        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
    }
}
