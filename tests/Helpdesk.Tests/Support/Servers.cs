using Helpdesk.Database;
using Helpdesk.Demo;
using Microsoft.Extensions.Configuration;
using Npgsql;

[assembly: AssemblyFixture(typeof(Helpdesk.Tests.Support.Servers))]

namespace Helpdesk.Tests.Support;

/// <summary>The real servers of a test run: one PostgreSQL with a migrated template, one Dovecot with as many mailboxes as tests ask for.</summary>
public sealed class Servers : IAsyncLifetime
{
    public const string MailPassword = "wooden-bridge-over-water";

    readonly TemporaryFolder folder = new("helpdesk-tests-");
    HelpdeskDatabase? database;
    PrivateDovecot? dovecot;
    int databases;

    public string Connection { get; private set; } = "";

    public int ImapPort { get; } = DemoPlan.FreePort();

    string MailFolder => Path.Combine(folder.Path, "imap");

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", Path.Combine(folder.Path, "data"))]).Build();
        database = new HelpdeskDatabase(configuration, new DataFolder(configuration));
        await database.OpenAsync(CancellationToken.None);
        Connection = database.ConnectionString;
        await using (var admin = await OpenAdminAsync())
        {
            await ExecuteAsync(admin, "create database template_helpdesk");
        }

        await using (var template = NpgsqlDataSource.Create(ConnectionTo("template_helpdesk", pooling: false)))
        {
            await SchemaVersions.MigrateAsync(template, CancellationToken.None);
        }

        Directory.CreateDirectory(MailFolder);
        dovecot = await PrivateDovecot.StartAsync(MailFolder, ImapPort, MailPassword, null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (dovecot is not null)
        {
            await dovecot.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        // The keeper stops the server now that nobody uses it; its files go when it is done.
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", Path.Combine(folder.Path, "data"))]).Build();
        await EmbeddedCluster.EraseAsync(new DataFolder(configuration), CancellationToken.None);
        folder.Dispose();
    }

    /// <summary>A new migrated database of its own; its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var admin = await OpenAdminAsync();
        await ExecuteAsync(admin, $"create database {name} template template_helpdesk");
        return ConnectionTo(name, pooling: true);
    }

    /// <summary>A new empty database without any schema; its connection string.</summary>
    public async Task<string> NewEmptyDatabaseAsync()
    {
        var name = $"empty_{Interlocked.Increment(ref databases)}";
        await using var admin = await OpenAdminAsync();
        await ExecuteAsync(admin, $"create database {name}");
        return ConnectionTo(name, pooling: true);
    }

    /// <summary>A new mailbox on the Dovecot server; fill it, then poll it.</summary>
    public TestMailbox NewMailbox(string name) => new(MailFolder, $"{name.Replace(' ', '-')}-{Interlocked.Increment(ref databases)}@secas.example", name, ImapPort, MailPassword);

    async Task<NpgsqlConnection> OpenAdminAsync()
    {
        var connection = new NpgsqlConnection(ConnectionTo("postgres", pooling: false));
        await connection.OpenAsync();
        return connection;
    }

    string ConnectionTo(string name, bool pooling) => new NpgsqlConnectionStringBuilder(Connection) { Database = name, Pooling = pooling, MaxPoolSize = 20 }.ConnectionString;

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
