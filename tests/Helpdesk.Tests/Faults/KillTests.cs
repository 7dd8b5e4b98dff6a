using System.Collections.Concurrent;
using System.Globalization;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Faults;

/// <summary>Three worker and two web processes on one database, killed at random while mail comes and people correct.</summary>
public sealed class KillTests
{
    const int Workers = 3;
    const int Webs = 2;
    const int MailsPerKill = 60;

    /// <summary>Six in every run; <c>FAULTS_KILLS=200</c> for the long one of docs/reliability.md.</summary>
    static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("FAULTS_KILLS") ?? "6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Killed_again_and_again_workers_and_webs_lose_nothing_count_nothing_twice_and_keep_every_answer()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        using var folder = new TemporaryFolder("helpdesk-faults-");
        var port = DemoPlan.FreePort();
        var dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
        TestMailbox[] mailboxes = [new(folder.Path, "desk@secas.example", "helpdesk", port, Servers.MailPassword), new(folder.Path, "change@secas.example", "change", port, Servers.MailPassword)];

        // All mail is doubtful, so that the analyst always has some to answer.
        KeyValuePair<string, string?>[] settings = [.. mailboxes.SelectMany((m, i) => m.Settings(i)), new("Polling__Interval", "00:01:00"), new("Helpdesk__DataFolder", folder.Path), new("Classifier__LeastConfidence", "1")];
        var processes = new RunningHelpdesk[Workers + Webs];
        for (var i = 0; i < processes.Length; i++)
        {
            processes[i] = await StartAsync(i);
        }

        var password = await People.AddAsync(postgres.Connection, "noor", "analyst");
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var answers = new ConcurrentDictionary<long, int>();
        var analyst = Task.Run(() => AnswerAsync(processes, password, answers, done.Token), Stop);
        var random = new Random(41);
        for (var kill = 0; kill < Kills; kill++)
        {
            Deliver(mailboxes, MailsPerKill);
            await Task.Delay(random.Next(0, 500), Stop);

            // Of five kills two hit a web process.
            var victim = kill % 5 is 1 or 3 ? Workers + random.Next(Webs) : random.Next(Workers);
            await processes[victim].KillAsync();
            if (kill == Kills / 2)
            {
                await dovecot.DisposeAsync();
                await postgres.KillAsync();
                await postgres.StartAgainAsync();
                dovecot = await PrivateDovecot.StartAsync(folder.Path, port, Servers.MailPassword, null, Stop);
            }

            await processes[victim].DisposeAsync();
            processes[victim] = await StartAsync(victim);
        }

        var delivered = (long)Kills * MailsPerKill;
        while (await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages") < delivered || answers.Count < 10)
        {
            await Task.Delay(500, Stop);
        }

        await done.CancelAsync();
        await analyst;
        foreach (var web in processes[Workers..])
        {
            using var http = new HttpClient { BaseAddress = web.Address };
            while (!(await http.GetAsync("/health/ready", Stop)).IsSuccessStatusCode)
            {
                await Task.Delay(200, Stop);
            }
        }

        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        (await HelpdeskRun.OnAsync(postgres.Connection, settings, "poll")).Succeeded();
        Assert.Equal(delivered, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages"));
        Assert.Equal(delivered, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from deliveries"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(postgres.Connection, "select count(*) from messages m where not exists (select from guesses g where g.message_id = m.id)"));
        var kept = await Rows.ListAsync(postgres.Connection, "select message_id, category_id from standings where source = 'person'");
        Assert.Subset(kept.ToHashSet(), answers.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}|{a.Value}")).ToHashSet());
        await Recount.MatchesAsync(postgres.Connection);
        await dovecot.DisposeAsync();

        Task<RunningHelpdesk> StartAsync(int i) => i < Workers
            ? RunningHelpdesk.StartAsync(postgres.Connection, settings, "helpdesk: the worker runs", "worker")
            : RunningHelpdesk.ServeAsync(postgres.Connection, settings);
    }

    /// <summary>One analyst on whichever web process stands; notes what was said to be written, and only that.</summary>
    static async Task AnswerAsync(RunningHelpdesk[] processes, string password, ConcurrentDictionary<long, int> answers, CancellationToken done)
    {
        using var browser = new PlainBrowser(processes[Workers].Address, "noor");
        for (var turn = 0; !done.IsCancellationRequested; turn++)
        {
            browser.Site = processes[Workers + (turn % Webs)].Address;
            try
            {
                await browser.GetAsync("/review");
                if (browser.Path.StartsWith("/sign-in", StringComparison.Ordinal))
                {
                    await browser.SubmitAsync("/sign-in", ("Name", "noor"), ("Password", password));
                }
                else if (browser.Status is System.Net.HttpStatusCode.OK && browser.Page.Contains("data-message=", StringComparison.Ordinal))
                {
                    var (message, category) = (browser.Message, (turn % 11) + 1);
                    await browser.FragmentAsync("/review?handler=Answer", ("message", message.ToString(CultureInfo.InvariantCulture)), ("verdict", category.ToString(CultureInfo.InvariantCulture)), ("seen", browser.Field("seen")));
                    if (browser.Page.Contains("data-outcome=\"written\"", StringComparison.Ordinal))
                    {
                        answers[message] = category;
                    }
                }
            }
            catch (HttpRequestException)
            {
                // The process was killed under the request: nobody was told that the answer is written, so it may be or not.
            }

            await Task.Delay(50, CancellationToken.None);
        }
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
