using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Helpdesk.Accounts;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Mailboxes;
using Helpdesk.Pages;
using Helpdesk.Reporting;
using Microsoft.Extensions.Options;

namespace Helpdesk.Demo;

/// <summary><c>demo</c>: the main job on sample mail, from a filled mail server to the printed table.</summary>
static class DemoVerb
{
    public static Verb Demo()
    {
        DemoPlan? plan = null;
        var once = new Option<bool>("--once") { Description = "Stop after the table instead of serving the pages." };
        return new("demo", "Shows the main job on thirteen months of sample mail.", async (run, stop) =>
        {
            await EraseAsync(run, stop);
            using var folder = new TemporaryFolder("helpdesk-imap-");
            var filled = await FillAsync(plan!, folder.Path, stop);
            await using var server = await PrivateDovecot.StartAsync(folder.Path, plan!.ImapPort, plan.Password, null, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Four mailboxes hold {filled.Enquiries:N0} enquiries, {filled.Automatic:N0} automatic and {filled.Internal:N0} internal mails, and {filled.Duplicates:N0} second deliveries."));

            await PollAsync(run, stop);
            await CompareAsync(run, plan, stop);
            if (!run.Value(once))
            {
                await ServeAsync(run, stop);
            }

            return 0;
        })
        {
            ServesPages = true,
            Settings = arguments => (plan = new()).Settings(arguments.GetValue(HelpdeskProgram.DataFolderOption)),
            Options = { once },
        };
    }

    /// <summary>Starts from an empty database; a folder that is no demonstration's is never touched.</summary>
    static async Task EraseAsync(VerbRun run, CancellationToken stop)
    {
        var data = run.Get<DataFolder>();
        var mark = Path.Combine(data.Folder("."), "demonstration");
        if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(data.Path).Any())
        {
            throw new Refusal($"{data.Path} holds data that are no demonstration's; name an empty folder.");
        }

        await File.WriteAllTextAsync(mark, "Made by 'helpdesk demo'; the next one starts anew.\n", stop);
        await EmbeddedCluster.EraseAsync(data, stop);
        await run.Get<HelpdeskDatabase>().OpenAsync(stop);
    }

    static async Task<SampleYear.Filled> FillAsync(DemoPlan plan, string folder, CancellationToken stop)
    {
        var samples = await MessageFile.ReadAsync([Path.Combine(DataFolder.Home, "training-data", "demo.jsonl")], stop);
        return await ProgressLine.ShowAsync("Writing sample mail", show => Task.Run(() => new SampleYear(plan, samples, folder).Fill(show), stop));
    }

    static async Task PollAsync(VerbRun run, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var failures = await MailboxesVerbs.PollAsync(run, run.Get<IOptions<MailboxList>>().Value, stop);
        if (failures.Count > 0)
        {
            throw new Refusal(string.Join(" ", failures));
        }

        var took = Stopwatch.GetElapsedTime(started);
        await using var command = run.Get<HelpdeskDatabase>().Source.CreateCommand("select count(*) from deliveries");
        var mails = (long)(await command.ExecuteScalarAsync(stop))!;
        await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Fetched, read, classified and stored {mails:N0} mails in {took.TotalSeconds:N1} s: {mails / took.TotalSeconds:N0} mails a second.\n"));
    }

    static async Task ServeAsync(VerbRun run, CancellationToken stop)
    {
        using var scope = run.Get<IServiceScopeFactory>().CreateScope();
        var password = await scope.ServiceProvider.GetRequiredService<PeopleStore>().AddAsync("demo", Roles.Administrator, null);
        var addresses = await run.StartAsync(run.Get<IConfiguration>().HasAddress() ? null : Address(), stop);
        await run.Out.WriteLineAsync($"\nThe pages are at {string.Join(", ", addresses)}\nSign in as demo with the password {password}\nStop with Ctrl+C; './helpdesk table --data-folder .data/demo --month 2019-06' reads the figures later.");
        await run.UntilStoppedAsync(stop);
    }

    /// <summary>The usual address, or any free port where that one is taken.</summary>
    static string Address()
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, new Uri(PagesRoom.DefaultUrl).Port);
            probe.Start();
            return PagesRoom.DefaultUrl;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }

    static async Task CompareAsync(VerbRun run, DemoPlan plan, CancellationToken stop)
    {
        await run.Get<PublishedStore>().ImportAsync(plan.Published, Path.GetFileName(DemoPlan.PublishedFile), stop);
        var figures = run.Get<FigureStore>();
        var ours = await figures.TableAsync(plan.Month, null, Figures.Current, null, stop);
        var published = await figures.TableAsync(plan.Month, null, Figures.Published, null, stop);
        await run.Out.WriteLineAsync("Counted from the mailboxes:\n\n" + TextTable.Of(ours));
        await run.Out.WriteLineAsync("As published in June 2019:\n\n" + TextTable.Of(published));
        await run.Out.WriteLineAsync("Difference (counted less published):\n\n" + TextTable.Difference(ours, published));
        var wrong = ours.Months.Where((_, m) => ours.Total.Counts[m] != published.Total.Counts[m]).ToList();
        if (wrong.Count > 0)
        {
            throw new Refusal($"The totals of {string.Join(", ", wrong)} differ from the published ones; mail was lost or counted twice.");
        }

        var total = ours.Total.Counts.Sum();
        var moved = ours.Rows.Zip(published.Rows).Sum(r => r.First.Counts.Zip(r.Second.Counts).Sum(c => Math.Max(0, c.First!.Value - c.Second!.Value)));
        await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"The total of every month is the published one: {total:N0} enquiries, none lost, none counted twice.\nThe cells differ where the model was wrong: at least {moved:N0} mails ({100.0 * moved / total:N1} %) stand in another row than their true one; corrections are what mends that."));
    }
}
