using System.Net;
using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Faults;

/// <summary>PostgreSQL stops, dies, refuses connections, runs out of disk; the program goes on by itself.</summary>
public sealed class DatabaseFaults(Servers servers)
{
    [Fact]
    public async Task The_database_stops_and_comes_back_and_nobody_has_to_do_anything()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await using var pages = await RunningHelpdesk.ServeAsync(postgres.Connection, []);
        await using var worker = await RunningHelpdesk.StartAsync(postgres.Connection, mailbox.Settings(), "helpdesk: the worker runs", "worker");
        using var http = new HttpClient { BaseAddress = pages.Address };
        await StoredAsync(postgres.Connection, 1);

        await postgres.StopAsync();
        var ready = await http.GetAsync("/health/ready", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("look whether PostgreSQL runs", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Stop)).StatusCode);
        Assert.Equal(["helpdesk_database_up{otel_scope_name=\"Helpdesk\"} 0"], (await http.GetStringAsync("/metrics", Stop)).Split('\n').Where(l => l.StartsWith("helpdesk_database_up{", StringComparison.Ordinal)).Select(l => l[..(l.IndexOf('}', StringComparison.Ordinal) + 3)]));
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await postgres.StartAgainAsync();
        await StoredAsync(postgres.Connection, 2);

        await postgres.KillAsync();
        mailbox.Deliver(Some.Mail(), Some.Moment);
        await postgres.StartAgainAsync();
        await StoredAsync(postgres.Connection, 3);

        while ((await http.GetAsync("/health/ready", Stop)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, Stop);
        }

        await Recount.MatchesAsync(postgres.Connection);
    }

    [Fact]
    public async Task Out_of_connections_the_pages_say_so_and_recover()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "migrate", "--roles")).Succeeded();
        var user = $"few_{Guid.NewGuid():N}";
        await Rows.ListAsync(database, $"create role {user} login password 'app' in role helpdesk_app");
        await using var pages = await RunningHelpdesk.ServeAsync(new NpgsqlConnectionStringBuilder(database) { Username = user, Password = "app" }.ConnectionString, []);
        using var http = new HttpClient { BaseAddress = pages.Address };

        await Rows.ListAsync(database, $"alter role {user} connection limit 0");
        await Rows.ListAsync(database, $"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{user}'");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready", Stop)).StatusCode);
        await Rows.ListAsync(database, $"alter role {user} connection limit -1");

        while ((await http.GetAsync("/health/ready", Stop)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, Stop);
        }
    }

    [Fact]
    public async Task A_full_disk_stops_the_intake_and_loses_nothing()
    {
        await using var disk = await SmallDisk.MountAsync(300);
        var data = Path.Combine(disk.Path, "data");
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(null, mailbox.Settings(), "poll", "--data-folder", data)).Succeeded();
        for (var i = 0; i < 40; i++)
        {
            mailbox.Deliver(Some.Mail(text: Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(500_000))), Some.Moment);
        }

        disk.Fill();
        (await HelpdeskRun.OnAsync(null, mailbox.Settings(), "poll", "--data-folder", data)).Refused("does not start", "disk is full", "free some space");
        disk.MakeRoom();
        disk.Fill(leaving: 20);
        (await HelpdeskRun.OnAsync(null, mailbox.Settings(), "poll", "--data-folder", data)).Refused("disk is full", "free some space");
        disk.MakeRoom();
        var again = (await HelpdeskRun.OnAsync(null, mailbox.Settings(), "poll", "--data-folder", data)).Succeeded();

        Assert.Matches("helpdesk: (40|[0-9]+) stored, 0 duplicates, 0 parked", again.Output);
        var table = (await HelpdeskRun.OnAsync(null, [], "table", "--month", "2019-03", "--months", "1", "--format", "csv", "--data-folder", data)).Succeeded();
        Assert.Contains("41", table.Output.Split('\n').Last(l => l.StartsWith("Total", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    static async Task StoredAsync(string database, long messages)
    {
        while (true)
        {
            try
            {
                if (await Rows.ScalarAsync<long>(database, "select count(*) from messages") == messages)
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                // The server is just coming up.
            }

            await Task.Delay(200, Stop);
        }
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
