using System.IO.Compression;
using System.Text.Json.Nodes;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Backups;

public sealed class RestoreDrillTests(Servers servers) : IDisposable
{
    readonly TemporaryFolder folder = new("helpdesk-backup-");

    string File => Path.Combine(folder.Path, "b.zip");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_drill_brings_back_every_figure_as_it_was()
    {
        var (database, mailbox) = await FilledAsync();
        var before = await TableAsync(database);
        var saved = (await HelpdeskRun.OnAsync(database, "backup", "--output", File)).Succeeded();
        var check = (await HelpdeskRun.OnAsync(database, "restore", File, "--check")).Succeeded();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        var spoilt = await TableAsync(database);

        var restored = (await HelpdeskRun.OnAsync(database, "restore", File, "--replace")).Succeeded();

        Assert.Contains("rows", saved.Output, StringComparison.Ordinal);
        Assert.Contains("all as they were", check.Output, StringComparison.Ordinal);
        Assert.Contains("is kept as", restored.Output, StringComparison.Ordinal);
        Assert.NotEqual(before, spoilt);
        Assert.Equal(before, await TableAsync(database));
        // The mailbox goes on from where the backup was: what came since is read again, nothing twice.
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        Assert.Equal(spoilt, await TableAsync(database));
    }

    [Fact]
    public async Task A_backup_that_was_damaged_or_cut_is_refused_before_anything_is_done()
    {
        var (database, _) = await FilledAsync();
        (await HelpdeskRun.OnAsync(database, "backup", "--output", File)).Succeeded();
        var whole = await System.IO.File.ReadAllBytesAsync(File, Stop);

        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, flipped, Stop);
        (await HelpdeskRun.OnAsync(database, "restore", File, "--check")).Refused("damaged");
        await System.IO.File.WriteAllBytesAsync(File, whole[..(whole.Length - 400)], Stop);
        (await HelpdeskRun.OnAsync(database, "restore", File, "--replace")).Refused("damaged");
        await System.IO.File.WriteAllTextAsync(File, "not a backup", Stop);
        (await HelpdeskRun.OnAsync(database, "restore", File, "--replace")).Refused("damaged");
        (await HelpdeskRun.OnAsync(database, "restore", File + ".gone", "--replace")).Refused("There is no file");

        Assert.Equal(3, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Theory]
    [InlineData("schema", "newer than this program (its schema has 9999_future)")]
    [InlineData("form", "newer than this program")]
    [InlineData("postgres", "the backup was taken from PostgreSQL 99")]
    [InlineData("tables", "The restored tables messages are not what the manifest says")]
    public async Task A_backup_whose_manifest_does_not_fit_is_refused(string what, string sentence)
    {
        var (database, _) = await FilledAsync();
        (await HelpdeskRun.OnAsync(database, "backup", "--output", File)).Succeeded();
        await ChangeManifestAsync(manifest =>
        {
            switch (what)
            {
                case "schema":
                    manifest["schema"]!.AsArray().Add("9999_future");
                    break;
                case "tables":
                    manifest["tables"]!.AsArray().Single(t => t!["name"]!.GetValue<string>() == "messages")!["rows"] = 4;
                    break;
                default:
                    manifest[what] = 99;
                    break;
            }
        });

        var run = await HelpdeskRun.OnAsync(database, "restore", File, "--replace");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(sentence, run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from pg_database where datname like current_database() || '\\_%'"));
    }

    [Fact]
    public async Task A_database_that_holds_mail_or_is_in_use_is_not_replaced_by_accident()
    {
        var (database, _) = await FilledAsync();
        (await HelpdeskRun.OnAsync(database, "backup", "--output", File)).Succeeded();

        (await HelpdeskRun.OnAsync(database, "restore", File)).Refused("already holds 3 messages", "--replace");
        await using (await RunningHelpdesk.ServeAsync(database, []))
        {
            (await HelpdeskRun.OnAsync(database, "restore", File, "--replace")).Refused("still uses the database");
        }

        Assert.Equal(3, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
    }

    [Fact]
    public async Task A_backup_goes_into_an_empty_database()
    {
        var (database, _) = await FilledAsync();
        var before = await TableAsync(database);
        (await HelpdeskRun.OnAsync(database, "backup", "--output", File)).Succeeded();
        var empty = await servers.NewEmptyDatabaseAsync();

        (await HelpdeskRun.OnAsync(empty, "restore", File)).Succeeded();

        Assert.Equal(before, await TableAsync(empty));
    }

    [Fact]
    public async Task A_full_disk_leaves_no_half_backup_behind_and_the_last_whole_one_stays()
    {
        var (database, _) = await FilledAsync();
        await using var disk = await SmallDisk.MountAsync(1);
        var file = Path.Combine(disk.Path, "b.zip");
        (await HelpdeskRun.OnAsync(database, "backup", "--output", file)).Succeeded();
        disk.Fill();

        (await HelpdeskRun.OnAsync(database, "backup", "--output", file)).Refused("cannot be written", "free some space");

        (await HelpdeskRun.OnAsync(database, "restore", file, "--check")).Succeeded();
        Assert.False(System.IO.File.Exists(file + ".part"));
    }

    async Task<(string Database, TestMailbox Mailbox)> FilledAsync()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        for (var i = 0; i < 3; i++)
        {
            mailbox.Deliver(Some.Mail(text: $"Zeichen \u00e4\u20ac\U0001F600 {i}"), Some.Moment.AddMinutes(i));
        }

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        return (database, mailbox);
    }

    static async Task<string> TableAsync(string database) =>
        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-03", "--format", "csv")).Succeeded().Output;

    async Task ChangeManifestAsync(Action<JsonObject> change)
    {
        await using var zip = await ZipFile.OpenAsync(File, ZipArchiveMode.Update, Stop);
        var entry = zip.GetEntry("manifest.json")!;
        JsonObject manifest;
        await using (var text = await entry.OpenAsync(Stop))
        {
            manifest = (await JsonNode.ParseAsync(text, cancellationToken: Stop))!.AsObject();
        }

        change(manifest);
        entry.Delete();
        await using var writer = new StreamWriter(await zip.CreateEntry("manifest.json").OpenAsync(Stop));
        await writer.WriteAsync(manifest.ToJsonString());
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
