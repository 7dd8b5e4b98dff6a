using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Backups;

/// <summary>Saving the database and having it back.</summary>
static class BackupsRoom
{
    public static T AddBackups<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<Backup>();
        builder.Services.AddSingleton<Restore>();
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [SaveVerb(), RestoreVerb()];

    static Verb SaveVerb()
    {
        var output = new Option<string>("--output") { Description = "The file to write.", HelpName = "FILE", Required = true };
        return new("backup", "Saves the database as one file, with a manifest that 'restore --check' holds it against.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var path = Path.GetFullPath(run.Value(output)!);
            var manifest = await run.Get<Backup>().WriteAsync(path, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Saved {manifest.Tables.Count} tables with {manifest.Rows:N0} rows, {new FileInfo(path).Length:N0} bytes; try it with 'helpdesk restore {path} --check'."));
            return 0;
        }) { output };
    }

    static Verb RestoreVerb()
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'backup' wrote." };
        var check = new Option<bool>("--check") { Description = "Restores into a scratch database, compares counts and hashes, and removes it again." };
        var replace = new Option<bool>("--replace") { Description = "Puts the backup in the place of a database that holds mail; the present one is kept under another name." };
        return new("restore", "Puts a backup in the database's place, or only tries whether it can be restored.", async (run, stop) =>
        {
            using var backup = await BackupFile.OpenAsync(Path.GetFullPath(run.Value(file)), stop);
            await run.Get<HelpdeskDatabase>().ConnectAsync(stop);
            var (manifest, tally) = (backup.Manifest, string.Create(CultureInfo.InvariantCulture, $"{backup.Manifest.Tables.Count} tables, {backup.Manifest.Rows:N0} rows"));
            if (run.Value(check))
            {
                await run.Get<Restore>().CheckAsync(backup, stop);
                await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The backup of {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC (version {manifest.Program}) can be restored: {tally}, all as they were."));
                return 0;
            }

            var former = await run.Get<Restore>().RunAsync(backup, run.Value(replace), stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Restored the backup of {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC: {tally}, all as they were.")
                + (former is null ? "" : $" The former database is kept as {former}; drop it when you no longer need it."));
            return 0;
        }) { file, check, replace };
    }
}
