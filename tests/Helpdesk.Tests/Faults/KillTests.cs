using System.Globalization;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Faults;

/// <summary>Two web and three worker processes on one database, killed at random while mail comes and people correct.</summary>
public sealed class KillTests
{
    const int Workers = 3;
    const int Mails = 400;

    /// <summary>Six in every run; <c>FAULTS_KILLS=200</c> for the long one of docs/reliability.md.</summary>
    static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("FAULTS_KILLS") ?? "6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Killed_again_and_again_the_workers_lose_nothing_and_count_nothing_twice()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        using var folder = new TemporaryFolder("helpdesk-faults-");
        var port = DemoPlan.FreePort();
        var dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
        TestMailbox[] mailboxes = [new(folder.Path, "desk@secas.example", "helpdesk", port, Servers.MailPassword), new(folder.Path, "change@secas.example", "change", port, Servers.MailPassword)];
        KeyValuePair<string, string?>[] settings = [.. mailboxes.SelectMany((m, i) => m.Settings(i)), new("Polling__Interval", "00:01:00"), new("Helpdesk__DataFolder", folder.Path)];
        await using var oneWeb = await RunningHelpdesk.ServeAsync(postgres.Connection, settings);
        await using var otherWeb = await RunningHelpdesk.ServeAsync(postgres.Connection, settings);
        var workers = new RunningHelpdesk[Workers];
        for (var i = 0; i < Workers; i++)
        {
            workers[i] = await WorkerAsync();
        }

        var random = new Random(41);
        var corrected = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            Deliver(mailboxes, Mails / Kills);
            corrected += (await Rows.ListAsync(postgres.Connection, $"""
                insert into corrections (message_id, kind, category_id)
                select id, 'category', (id % 11 + 1)::smallint from messages where id not in (select message_id from corrections) order by random() limit 3 returning id
                """)).Count;
            await Task.Delay(random.Next(0, 500), Stop);
            var victim = random.Next(Workers);
            await workers[victim].KillAsync();
            if (kill == Kills / 2)
            {
                await dovecot.DisposeAsync();
                await postgres.KillAsync();
                await postgres.StartAgainAsync();
                dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
            }

            await workers[victim].DisposeAsync();
            workers[victim] = await WorkerAsync();
        }

        var delivered = (long)(Mails / Kills * Kills);
        while (await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages") < delivered)
        {
            await Task.Delay(500, Stop);
        }

        foreach (var address in (Uri[])[oneWeb.Address, otherWeb.Address])
        {
            using var http = new HttpClient { BaseAddress = address };
            while (!(await http.GetAsync("/health/ready", Stop)).IsSuccessStatusCode)
            {
                await Task.Delay(200, Stop);
            }
        }

        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }

        (await HelpdeskRun.OnAsync(postgres.Connection, settings, "poll")).Succeeded();
        Assert.Equal(delivered, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages"));
        Assert.Equal(delivered, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from deliveries"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages m where not exists (select from guesses g where g.message_id = m.id)"));
        Assert.Equal(corrected, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from standings s join corrections c using (message_id) where s.source = 'person' and s.category_id = c.category_id"));
        await Recount.MatchesAsync(postgres.Connection);
        await dovecot.DisposeAsync();

        Task<RunningHelpdesk> WorkerAsync() => RunningHelpdesk.StartAsync(postgres.Connection, settings, "helpdesk: the worker runs", "worker");
    }

    static void Deliver(TestMailbox[] mailboxes, int mails)
    {
        for (var i = 0; i < mails; i++)
        {
            mailboxes[i % mailboxes.Length].Deliver(Some.Mail(), Some.Moment.AddMinutes(i));
        }
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
