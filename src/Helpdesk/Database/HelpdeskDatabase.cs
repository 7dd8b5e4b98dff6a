using Helpdesk.CommandLine;
using Npgsql;

namespace Helpdesk.Database;

/// <summary>The one PostgreSQL database behind everything: the user's server, or an embedded cluster where none is named.</summary>
sealed class HelpdeskDatabase(IConfiguration configuration, DataFolder dataFolder) : IAsyncDisposable
{
    readonly SemaphoreSlim opening = new(1, 1);
    EmbeddedCluster? cluster;
    NpgsqlDataSource? source;

    /// <summary>No connection string was given, so the cluster is ours to start and to migrate.</summary>
    public bool IsEmbedded => string.IsNullOrWhiteSpace(configuration.GetConnectionString("Helpdesk"));

    /// <summary>How to reach the opened database; carries the password, so never logged.</summary>
    /// <exception cref="Refusal">The settings name no usable connection.</exception>
    public string ConnectionString => cluster?.ConnectionString ?? Given();

    /// <summary>Connections to the opened database.</summary>
    public NpgsqlDataSource Source => source ?? throw new InvalidOperationException("The database is not open yet; a verb opens it first.");

    /// <summary>Opens the database and makes sure its schema is this program's.</summary>
    /// <remarks>An embedded cluster is migrated on the way; a user's server is only looked at.</remarks>
    /// <exception cref="Refusal">The server cannot be reached, or its schema is older or newer than this program.</exception>
    public async Task<NpgsqlDataSource> OpenAsync(CancellationToken stop)
    {
        await ConnectAsync(stop);
        if (IsEmbedded)
        {
            await SchemaVersions.MigrateAsync(Source, stop);
        }
        else
        {
            await SchemaVersions.CheckAsync(Source, stop);
        }

        return Source;
    }

    /// <summary>Opens the database whatever its schema, for <c>migrate</c>.</summary>
    public async Task<NpgsqlDataSource> ConnectAsync(CancellationToken stop)
    {
        await opening.WaitAsync(stop);
        try
        {
            if (source is null)
            {
                if (IsEmbedded)
                {
                    cluster ??= await EmbeddedCluster.OpenAsync(dataFolder, stop);
                }

                var opened = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString)
                {
                    ApplicationName = "helpdesk",
                    IncludeErrorDetail = false, // a constraint's detail quotes the row, and rows are people's mail
                });
                await ReachAsync(opened, stop);
                source = opened;
            }

            return source;
        }
        finally
        {
            opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (source is not null)
        {
            await source.DisposeAsync();
        }

        cluster?.Dispose();
        opening.Dispose();
    }

    /// <summary>The user's connection string, its password from a file where the settings name one.</summary>
    string Given()
    {
        var file = configuration.GetConnectionString("HelpdeskPasswordFile");
        try
        {
            var given = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Helpdesk"));
            if (!string.IsNullOrWhiteSpace(file))
            {
                if (SecretFile.Problem("ConnectionStrings__HelpdeskPasswordFile", file) is { } problem)
                {
                    throw new Refusal(problem);
                }

                given.Password = File.ReadAllText(file).TrimEnd('\r', '\n');
            }

            return given.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new Refusal("ConnectionStrings__Helpdesk is no connection string; write it as Host=...;Database=...;Username=....", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"ConnectionStrings__HelpdeskPasswordFile is {file}, which cannot be read; check the path and that {Environment.UserName} may read the file.", e);
        }
    }

    static async Task ReachAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
        }
        catch (NpgsqlException e)
        {
            await source.DisposeAsync();
            throw new Refusal($"The database server of ConnectionStrings__Helpdesk cannot be used ({e.Message.TrimEnd('.')}); check host, port, user, password and database name.", e);
        }
    }
}
