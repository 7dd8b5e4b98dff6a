using Helpdesk.Database;
using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Database;

/// <summary>An upgrade adds to the schema first, and the program of before goes on beside the new one.</summary>
public sealed class SchemaUpgradeTests(Servers servers)
{
    [Fact]
    public async Task A_newer_schema_that_only_adds_is_used_by_the_older_program()
    {
        var database = await UpgradedAsync($"'{SchemaVersions.Names()[^1]}'");

        (await HelpdeskRun.OnAsync(database, "user", "list")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "migrate")).Succeeded();
        await using var pages = await RunningHelpdesk.ServeAsync(database, []);
    }

    [Theory]
    [InlineData("null")] // says nothing: takes something away
    [InlineData("'9000_later_than_this_program'")]
    public async Task A_newer_schema_that_takes_away_what_the_older_program_needs_is_refused(string usableFrom)
    {
        var database = await UpgradedAsync(usableFrom);

        (await HelpdeskRun.OnAsync(database, "user", "list")).Refused("newer than this program", "9999_future");
        (await HelpdeskRun.OnAsync(database, "migrate")).Refused("newer than this program", "9999_future");
    }

    [Fact]
    public async Task An_older_schema_is_refused_with_the_step_that_mends_it()
    {
        var database = await servers.NewEmptyDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, "user", "list")).Refused("older than this program", "helpdesk migrate");
        (await HelpdeskRun.OnAsync(database, "migrate")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "user", "list")).Succeeded();
    }

    [Fact]
    public async Task What_a_schema_file_says_of_older_programs_is_kept_in_the_database()
    {
        var database = await servers.NewDatabaseAsync();

        Assert.Equal(["0003a_ingestion"], await Rows.ListAsync(database, "select usable_from from schema_versions where name = '0008_privacy'"));
    }

    /// <summary>A database as a newer program leaves it.</summary>
    async Task<string> UpgradedAsync(string usableFrom)
    {
        var database = await servers.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"alter table messages add column future text; insert into schema_versions (name, hash, usable_from) values ('9999_future', '\\x00', {usableFrom})");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return database;
    }
}
