using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>The bench's own Dovecot over TLS and PostgreSQL with its default settings, each run in a new database.</summary>
sealed class BenchServers : IAsyncDisposable
{
    public const string Password = "bench";

    readonly TemporaryFolder folder = new("helpdesk-bench-");
    readonly HelpdeskDatabase database;
    readonly PrivateAuthority.Files certificate;
    readonly IConfiguration configuration;
    PrivateDovecot? dovecot;
    int databases;

    public BenchServers()
    {
        configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Helpdesk:DataFolder", System.IO.Path.Combine(folder.Path, "data"))]).Build();
        database = new(configuration, new DataFolder(configuration));
        certificate = PrivateAuthority.Make(System.IO.Path.Combine(folder.Path, "tls"));
        Directory.CreateDirectory(Mail);
    }

    public string Path => folder.Path;

    public string Authority => certificate.Authority;

    public int Port { get; } = DemoPlan.FreePort();

    string Mail => System.IO.Path.Combine(folder.Path, "imap");

    /// <summary>A user's Maildir; fill it before <see cref="StartAsync"/>.</summary>
    public string Maildir(string user) => PrivateDovecot.Inbox(Mail, user);

    public async Task StartAsync()
    {
        foreach (var file in (string[])[certificate.Certificate, certificate.Key])
        {
            File.Copy(file, System.IO.Path.Combine(Mail, System.IO.Path.GetFileName(file)));
        }

        dovecot = await PrivateDovecot.StartAsync(Mail, Port, Password, (System.IO.Path.Combine(Mail, "server.pem"), System.IO.Path.Combine(Mail, "server.key")), CancellationToken.None);
        await database.OpenAsync(CancellationToken.None);
    }

    /// <summary>A new migrated database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"bench_{++databases}";
        await using var create = database.Source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = name }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(connection);
        await SchemaVersions.MigrateAsync(source, CancellationToken.None);
        return connection;
    }

    public IEnumerable<KeyValuePair<string, string?>> Settings(string connection, params IEnumerable<string> users) =>
    [
        new("ConnectionStrings__Helpdesk", connection),
        .. users.SelectMany((user, i) => new KeyValuePair<string, string?>[]
        {
            new($"Mailboxes__{i}__Name", user), new($"Mailboxes__{i}__Host", "localhost"), new($"Mailboxes__{i}__Port", Port.ToString(CultureInfo.InvariantCulture)),
            new($"Mailboxes__{i}__User", user), new($"Mailboxes__{i}__Password", Password), new($"Mailboxes__{i}__CertificateFile", Authority),
        }),
    ];

    /// <summary>A number from a database.</summary>
    public static async Task<long> CountAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (dovecot is not null)
        {
            await dovecot.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await database.DisposeAsync();
        await EmbeddedCluster.EraseAsync(new DataFolder(configuration), CancellationToken.None);
        folder.Dispose();
    }
}
