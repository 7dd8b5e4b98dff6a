using System.CommandLine;
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

    static Verb Migrate()
    {
        var roles = new Option<bool>("--roles") { Description = $"Also makes or refreshes the role {DatabaseRoles.App}, which may not change the schema nor what is only added to; docs/security.md." };
        return new("migrate", "Brings the database's schema to this program's version.", async (run, stop) =>
        {
            var source = await run.Get<HelpdeskDatabase>().ConnectAsync(stop);
            var applied = await SchemaVersions.MigrateAsync(source, stop);
            foreach (var step in run.Get<IEnumerable<MigrationStep>>())
            {
                await step.RunAsync(source, stop);
            }

            await run.Out.WriteLineAsync(applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied)}.");
            if (run.Value(roles))
            {
                await DatabaseRoles.GrantAsync(source, stop);
                await run.Out.WriteLineAsync($"The role {DatabaseRoles.App} has the rights of daily life; let the program's user be a member of it.");
            }

            return 0;
        }) { roles };
    }
}
