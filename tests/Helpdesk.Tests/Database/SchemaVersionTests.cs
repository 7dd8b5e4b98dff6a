using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Database;

/// <summary>A server of the user's is never changed unasked; <c>migrate</c> is how it is asked.</summary>
public sealed class SchemaVersionTests(Servers servers)
{
    [Fact]
    public async Task An_old_schema_on_a_user_s_server_is_refused_and_left_alone()
    {
        var database = await servers.NewEmptyDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, "user", "list")).Refused("older than this program", "0001_mail", "helpdesk migrate");

        Assert.Empty(await Rows.ListAsync(database, "select table_name from information_schema.tables where table_schema = 'public'"));
    }

    [Fact]
    public async Task Migrate_mends_an_old_schema_and_a_second_migrate_finds_nothing()
    {
        var database = await servers.NewEmptyDatabaseAsync();

        var first = (await HelpdeskRun.OnAsync(database, "migrate")).Succeeded();
        var second = (await HelpdeskRun.OnAsync(database, "migrate")).Succeeded();

        Assert.StartsWith("Applied: 0001_mail, 0002_people", first.Output, StringComparison.Ordinal);
        Assert.Equal("The schema is up to date.\n", second.Output);
        (await HelpdeskRun.OnAsync(database, "user", "list")).Succeeded();
    }

    [Fact]
    public async Task Migrations_that_run_at_once_wait_for_each_other()
    {
        var database = await servers.NewEmptyDatabaseAsync();

        var all = await Task.WhenAll(HelpdeskRun.OnAsync(database, "migrate"), HelpdeskRun.OnAsync(database, "migrate"));

        Assert.All(all, run => run.Succeeded());
        Assert.Equal(
            await Rows.ScalarAsync<long>(await servers.NewDatabaseAsync(), "select count(*) from schema_versions"),
            await Rows.ScalarAsync<long>(database, "select count(*) from schema_versions"));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_itself()
    {
        var database = await servers.NewEmptyDatabaseAsync();
        await ExecuteAsync(database, "create table people (id integer)"); // in the way of the second file

        Assert.NotEqual(0, (await HelpdeskRun.OnAsync(database, "migrate")).ExitCode);
        Assert.Equal(["0001_mail"], await Rows.ListAsync(database, "select name from schema_versions"));
        Assert.False(await Rows.ScalarAsync<bool>(database, "select to_regclass('data_protection_keys') is not null"));

        await ExecuteAsync(database, "drop table people");
        (await HelpdeskRun.OnAsync(database, "migrate")).Succeeded();
    }

    [Theory]
    [InlineData("user", "list")]
    [InlineData("migrate")]
    public async Task A_newer_schema_is_refused(params string[] verb)
    {
        var database = await servers.NewDatabaseAsync();
        await ExecuteAsync(database, "insert into schema_versions (name, hash) values ('9999_future', '')");

        (await HelpdeskRun.OnAsync(database, verb)).Refused("newer than this program", "9999_future", "start the newer program");
    }

    [Theory]
    [InlineData("user", "list")]
    [InlineData("migrate")]
    public async Task A_schema_file_that_was_changed_after_it_was_applied_is_refused(params string[] verb)
    {
        var database = await servers.NewDatabaseAsync();
        await ExecuteAsync(database, "update schema_versions set hash = '\\x00' where name = '0002_people'");

        (await HelpdeskRun.OnAsync(database, verb)).Refused("0002_people", "another content");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=helpdesk;Password=quiet-secret;Database=helpdesk", "check host, port, user, password and database name")]
    [InlineData("Hst=127.0.0.1;Password=quiet-secret", "ConnectionStrings__Helpdesk")]
    [InlineData("quiet-secret", "ConnectionStrings__Helpdesk")]
    public async Task A_server_that_cannot_be_used_is_named_without_its_secrets(string connection, string step)
    {
        var run = await HelpdeskRun.OnAsync(connection, "user", "list");

        run.Refused("ConnectionStrings__Helpdesk", step);
        Assert.DoesNotContain("quiet-secret", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_database_password_is_named()
    {
        var wrong = new NpgsqlConnectionStringBuilder(await servers.NewDatabaseAsync()) { Password = "quiet-secret" }.ConnectionString;

        var run = await HelpdeskRun.OnAsync(wrong, "user", "list");

        run.Refused("ConnectionStrings__Helpdesk", "28P01");
        Assert.DoesNotContain("quiet-secret", run.Errors, StringComparison.Ordinal);
    }

    static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
