using Helpdesk.CommandLine;

namespace Helpdesk.Database;

/// <summary>The floor: where the database comes from and how its schema is kept.</summary>
static class DatabaseRoom
{
    public static T AddDatabase<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<DataFolder>();
        builder.Services.AddSingleton<HelpdeskDatabase>();
        builder.Services.AddDoctorChecks(DatabaseDoctor.Checks);
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [Migrate()];

    static Verb Migrate() => new("migrate", "Brings the database's schema to this program's version.", async (run, stop) =>
    {
        var source = await run.Get<HelpdeskDatabase>().ConnectAsync(stop);
        var applied = await SchemaVersions.MigrateAsync(source, stop);
        await run.Out.WriteLineAsync(applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied)}.");
        return 0;
    });
}
