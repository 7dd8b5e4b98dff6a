using System.Globalization;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Database;

/// <summary>The private cluster's life, seen from outside: the program's verbs, the server's process, the files.</summary>
public sealed class EmbeddedClusterTests(Servers servers)
{
    [Fact]
    public async Task The_first_use_makes_the_cluster_and_it_stops_with_its_last_user()
    {
        await using var folder = new ClusterFolder();

        (await folder.RunAsync("migrate")).Succeeded();
        await folder.StoppedAsync();

        Assert.True(File.Exists(Path.Combine(folder.Postgres, "data", "PG_VERSION")));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await using var folder = new ClusterFolder();
        (await folder.RunAsync("user", "add", "ada")).Succeeded();
        await folder.StoppedAsync();

        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task A_second_process_adopts_the_running_server_and_leaves_it_to_the_first()
    {
        await using var folder = new ClusterFolder();
        await using var first = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);
        var server = folder.ServerId();

        (await folder.RunAsync("user", "add", "ada")).Succeeded();
        (await folder.RunAsync("user", "list")).Succeeded();

        Assert.NotNull(server);
        Assert.Equal(server, folder.ServerId());
    }

    [Fact]
    public async Task Two_processes_may_come_first_at_once()
    {
        await using var folder = new ClusterFolder();

        var both = await Task.WhenAll(folder.RunAsync("user", "add", "ada"), folder.RunAsync("user", "add", "grace"));

        Assert.All(both, run => run.Succeeded());
        Assert.Equal("ada\tanalyst\ngrace\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task A_killed_server_is_started_again_for_the_service_that_runs_on()
    {
        await using var folder = new ClusterFolder();
        await using var service = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);
        (await folder.RunAsync("user", "add", "ada")).Succeeded();
        var before = folder.ServerId();

        await folder.KillServerAsync();
        await ClusterFolder.UntilAsync(() => folder.ServerId() is { } id && id != before);

        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task A_killed_server_is_started_by_the_next_process()
    {
        await using var folder = new ClusterFolder();
        await using var service = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);
        (await folder.RunAsync("user", "add", "ada")).Succeeded();

        await folder.KillServerAsync();

        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task The_server_stops_when_its_last_user_was_killed()
    {
        await using var folder = new ClusterFolder();
        await using var service = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);

        await service.KillAsync();
        await folder.StoppedAsync();
    }

    [Fact]
    public async Task After_program_and_server_were_killed_everything_is_there()
    {
        await using var folder = new ClusterFolder();
        await using var service = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);
        (await folder.RunAsync("user", "add", "ada")).Succeeded();

        await Task.WhenAll(service.KillAsync(), folder.KillServerAsync());

        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task A_parent_folder_that_is_closed_to_others_is_no_hindrance()
    {
        await using var folder = new ClusterFolder("closed/data");
        Directory.CreateDirectory(Path.Combine(folder.Parent, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (await folder.RunAsync("migrate")).Succeeded();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Parent, "closed")));
    }

    [Fact]
    public async Task A_long_path_is_no_hindrance()
    {
        await using var folder = new ClusterFolder(string.Join('/', Enumerable.Repeat("a folder's 'long' name", 6)));

        (await folder.RunAsync("migrate")).Succeeded();
    }

    [Fact]
    public async Task With_a_connection_string_no_cluster_is_made()
    {
        await using var folder = new ClusterFolder();

        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "user", "list", "--data-folder", folder.Path)).Succeeded();

        Assert.False(Directory.Exists(folder.Postgres));
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_anew()
    {
        await using var folder = new ClusterFolder();
        Directory.CreateDirectory(Path.Combine(folder.Postgres, "data.new", "base"));
        await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "data.new", "PG_VERSION"), "15\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "password"), "of the one before", TestContext.Current.CancellationToken);

        (await folder.RunAsync("migrate")).Succeeded();

        Assert.False(Directory.Exists(Path.Combine(folder.Postgres, "data.new")));
    }

    [Fact]
    public async Task A_program_killed_while_it_makes_the_cluster_hinders_nobody()
    {
        await using var folder = new ClusterFolder();
        using var killed = System.Diagnostics.Process.Start(HelpdeskRun.StartInfo(null, [], "migrate", "--data-folder", folder.Path))!;
        await ClusterFolder.UntilAsync(() => File.Exists(Path.Combine(folder.Postgres, "data.new", "PG_VERSION")));
        killed.Kill();

        (await folder.RunAsync("user", "add", "ada")).Succeeded();
        Assert.Equal("ada\tanalyst\n", (await folder.RunAsync("user", "list")).Succeeded().Output);
    }

    [Fact]
    public async Task Only_the_server_s_user_can_read_password_and_data()
    {
        await using var folder = new ClusterFolder();

        (await folder.RunAsync("migrate")).Succeeded();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Postgres, "password")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Postgres, "data")));
    }

    [Fact]
    public async Task The_server_opens_no_port()
    {
        await using var folder = new ClusterFolder();
        await using var service = await RunningHelpdesk.ServeAsync(null, [], "--data-folder", folder.Path);
        var server = folder.ServerId()!.Value;
        Assert.Contains("postgres", await File.ReadAllTextAsync($"/proc/{server}/cmdline", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Empty(Listening(server));
        Assert.NotEmpty(Listening(service.Id)); // the pages' port, so the search does find what there is
    }

    /// <summary>The process's TCP sockets that listen (state 0A in <c>/proc/net/tcp</c>).</summary>
    static IEnumerable<string> Listening(int process)
    {
        var sockets = Directory.GetFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"))
            .Select(fd => new FileInfo(fd).LinkTarget).Where(t => t?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(t => t![8..^1]).ToHashSet();
        return from file in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
               where File.Exists(file)
               from line in File.ReadLines(file).Skip(1)
               let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where columns[3] == "0A" && sockets.Contains(columns[9])
               select columns[1];
    }
}
