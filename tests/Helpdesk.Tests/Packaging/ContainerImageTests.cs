using System.Diagnostics;
using System.Globalization;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Packaging;

/// <summary>The image as a container would run it: an ordinary user, its variables, a tree it cannot write.</summary>
public sealed class ContainerImageTests(Servers servers, ImageTree image) : IClassFixture<ImageTree>
{
    readonly string port = DemoPlan.FreePort().ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_image_migrates_a_database_serves_the_sign_in_page_and_ends_in_order()
    {
        var stop = TestContext.Current.CancellationToken;
        var settings = await SettingsAsync(await servers.NewEmptyDatabaseAsync());
        var before = image.Files();
        Assert.NotEqual(0, await image.HealthAsync(settings));

        var migrate = image.Start(settings, "migrate");
        Assert.Equal("", await migrate.StandardError.ReadToEndAsync(stop));
        Assert.Contains("0001_mail", await migrate.StandardOutput.ReadToEndAsync(stop), StringComparison.Ordinal);

        var web = image.Start(settings, "serve", "--no-worker");
        await SaysAsync(web, "serving");
        Assert.Equal(0, await image.HealthAsync(settings));
        using var browser = new HttpClient();
        Assert.Contains(">Sign in</h1>", await browser.GetStringAsync(new Uri($"http://127.0.0.1:{port}/sign-in"), stop), StringComparison.Ordinal);
        var backup = image.Start(settings, "backup", "--output", "backup.zip");
        Assert.StartsWith("Saved ", await backup.StandardOutput.ReadToEndAsync(stop), StringComparison.Ordinal);
        Assert.Equal(0, await EndAsync(web));
        Assert.Equal(before, image.Files());
    }

    [Fact]
    public async Task The_image_runs_the_worker_and_people_reach_every_verb_by_the_programs_name()
    {
        var settings = await SettingsAsync(await servers.NewDatabaseAsync());
        var worker = image.Start(settings, "worker");
        await SaysAsync(worker, "the worker runs");
        var add = image.Start(settings, "user", "add", "ada", "--role", "administrator");
        Assert.Contains("Added ada (administrator)", await add.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var doctor = image.Start(settings, "doctor");
        Assert.Contains("ok    model: version", await doctor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await EndAsync(worker));
    }

    [Fact]
    public async Task The_image_refuses_a_database_that_was_not_migrated()
    {
        var web = image.Start(await SettingsAsync(await servers.NewEmptyDatabaseAsync()), "serve");

        Assert.Contains("run 'helpdesk migrate' first", await web.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await web.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, web.ExitCode);
    }

    /// <summary>As the compose file gives them: a connection string without a password, and the password's file.</summary>
    async Task<IReadOnlyList<KeyValuePair<string, string>>> SettingsAsync(string database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database);
        var file = Path.Combine(image.Root, $"secret-{port}");
        await image.KeepSecretAsync(file, connection.Password!);
        connection.Password = null;
        return
        [
            new("ASPNETCORE_HTTP_PORTS", port),
            new("ConnectionStrings__Helpdesk", connection.ConnectionString),
            new("ConnectionStrings__HelpdeskPasswordFile", file),
        ];
    }

    static async Task SaysAsync(Process process, string words)
    {
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The process ended and never said '{words}': {string.Join('\n', said)}");
    }

    static async Task<int> EndAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
