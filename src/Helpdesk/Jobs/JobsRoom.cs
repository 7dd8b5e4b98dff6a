using Hangfire;
using Hangfire.PostgreSql;
using Helpdesk.Accounts;
using Helpdesk.Database;
using Helpdesk.Mailboxes;
using Npgsql;

namespace Helpdesk.Jobs;

/// <summary>The worker: Hangfire on the helpdesk's own database, and its dashboard for administrators.</summary>
static class JobsRoom
{
    /// <summary>Set by the verb: whether this process works, or only serves pages.</summary>
    public const string WorkerSetting = "Helpdesk:Worker";

    /// <summary>Polls wait for servers most of the time; two for each core keep both cores busy.</summary>
    static readonly int Workers = 2 * Environment.ProcessorCount;

    /// <summary>Ten seconds: a job that does not end when asked is left to its next run; well below the 25 the program has.</summary>
    static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    public static T AddJobs<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddScoped<PollMailbox>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<JobTrace>();
        builder.Services.AddHangfire((services, hangfire) =>
        {
            var database = services.GetRequiredService<HelpdeskDatabase>();
            if (MayCreate(database.Source))
            {
                Install(database.Source);
            }

            hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
                .UseSimpleAssemblyNameTypeSerializer()
                .UseRecommendedSerializerSettings()
                .UseFilter(services.GetRequiredService<JobTrace>())
                .UsePostgreSqlStorage(storage => storage.UseConnectionFactory(new JobConnections(database)), new PostgreSqlStorageOptions { PrepareSchemaIfNecessary = false });
        });
        builder.Services.AddSingleton(new MigrationStep((source, _) =>
        {
            Install(source);
            return Task.CompletedTask;
        }));
        if (builder.Configuration.GetValue<bool>(WorkerSetting))
        {
            builder.Services.AddHostedService<RecurringJobs>();
            builder.Services.AddHostedService<MailboxListeners>();
            builder.Services.AddHangfireServer(options =>
            {
                options.WorkerCount = Workers;
                options.ShutdownTimeout = Ending;
            });
            // Jobs and listeners end side by side, each in its own seconds.
            builder.Services.Configure<HostOptions>(host => host.ServicesStopConcurrently = true);
        }

        return builder;
    }

    /// <summary>Hangfire's own tables, made by the owner, so that the program's user needs no right to make any.</summary>
    /// <remarks>Hangfire's installer takes no lock of its own, and two processes that start at once would make the same schema twice.</remarks>
    static void Install(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        using var lockAll = new NpgsqlCommand($"select pg_advisory_lock({SchemaVersions.LockKey})", connection);
        lockAll.ExecuteNonQuery();
        try
        {
            PostgreSqlObjectsInstaller.Install(connection);
        }
        finally
        {
            using var unlock = new NpgsqlCommand($"select pg_advisory_unlock({SchemaVersions.LockKey})", connection);
            unlock.ExecuteNonQuery();
        }
    }

    /// <summary>A user with the rights of daily life alone finds what <c>migrate --roles</c> made, and would be refused for trying.</summary>
    static bool MayCreate(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand("select has_database_privilege(current_database(), 'create')", connection);
        return command.ExecuteScalar() is true;
    }

    public static WebApplication MapJobs(this WebApplication app)
    {
        app.MapHangfireDashboard("/jobs", new DashboardOptions { Authorization = [], DashboardTitle = "Helpdesk jobs", DisplayStorageConnectionString = false, AppPath = "/" })
            .RequireAuthorization(Roles.Administrator);
        return app;
    }
}
