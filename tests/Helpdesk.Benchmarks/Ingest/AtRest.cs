using System.Globalization;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>A worker with four full mailboxes in which nothing happens: what its polls take, and what it uses.</summary>
static class AtRest
{
    const int Mailboxes = 4;

    /// <summary>Three minutes hold three polls of each mailbox and all that runs every minute.</summary>
    static readonly TimeSpan Watched = TimeSpan.FromMinutes(3);

    public static IEnumerable<string> Users => Enumerable.Range(0, Mailboxes).Select(i => $"rest{i}");

    /// <summary>Small mails: what a poll without news takes depends on their number alone.</summary>
    public static void Fill(BenchServers servers, int mails)
    {
        foreach (var user in Users)
        {
            var maildir = servers.Maildir(user);
            for (var number = 1; number <= mails; number++)
            {
                var at = new DateTimeOffset(2018, 6, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(number * (395.0 * 24 * 60 / mails));
                var path = Path.Combine(maildir, "cur", string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.M{number:D6}.bench:2,S"));
                File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture,
                    $"From: Priya Nair <priya.nair@calderwyn.example>\r\nTo: {user}@secas.example\r\nSubject: Question {number}\r\nMessage-ID: <{number}.{user}@bench.example>\r\nDate: {at:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n\r\nWhich section of the Code covers case {number}?\r\n"));
                File.SetLastWriteTimeUtc(path, at.UtcDateTime);
            }
        }
    }

    public static async Task RunAsync(BenchServers servers, int mails)
    {
        var connection = await servers.NewDatabaseAsync();
        var settings = servers.Settings(connection, Users).ToList();
        var first = await ProcessCost.RunAsync(["dotnet", typeof(CommandLine.Refusal).Assembly.Location, "poll"], settings);
        var again = await ProcessCost.RunAsync(["dotnet", typeof(CommandLine.Refusal).Assembly.Location, "poll"], settings);
        await using var worker = BenchWorker.Start([.. settings, new("Polling__Interval", "00:01:00")]);
        while (await BenchServers.CountAsync(connection, "select (select count(*) from messages) - (select count(*) from search_texts)") > 0)
        {
            await Task.Delay(1000); // the worker first makes the mails searchable
        }

        // It then judges how sure the counts are, once after the mail came, five minutes apart: work for the mail, not rest.
        var searchable = await BenchServers.CountAsync(connection, "select coalesce(max(id), 0) from hangfire.state");
        while (await BenchServers.CountAsync(connection, $"select count(*) from hangfire.state s join hangfire.job j on j.id = s.jobid where s.name = 'Succeeded' and j.invocationdata::text like '%QualityRefresh%RunAsync%' and s.id > {searchable}") == 0)
        {
            await Task.Delay(1000);
        }

        var before = worker.Processor;
        var began = await BenchServers.CountAsync(connection, "select coalesce(max(id), 0) from hangfire.state");
        await Task.Delay(Watched);
        var used = worker.Processor - before;
        const string Polls = "from hangfire.state s join hangfire.job j on j.id = s.jobid where s.name = 'Succeeded' and j.invocationdata::text like '%PollMailbox%' and s.id > ";
        var polls = await BenchServers.CountAsync(connection, $"select count(*) {Polls} {began}");
        var took = await BenchServers.CountAsync(connection, $"select sum((s.data::jsonb ->> 'PerformanceDuration')::bigint) {Polls} {began}");
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            {Mailboxes} mailboxes of {mails:N0} mails: taken in within {first.Wall.TotalSeconds:N1} s, peak {first.PeakBytes >> 20} MB; `poll` as a program of its own that compares every UID and finds nothing: {again.Wall.TotalSeconds:N2} s, {again.Processor.TotalSeconds:N2} s of processor
            the worker at rest: {polls} polls without news in {Watched.TotalMinutes:N0} minutes, {Mailboxes * took / (double)Math.Max(1, polls):N0} ms for one of each mailbox, one after another
            all it does, IDLE, alerts and every job of each minute included: {used.TotalSeconds:N2} s of processor, {100 * used / Watched:N2} % of a core, {worker.Memory >> 20} MB now, {worker.PeakMemory >> 20} MB at its peak
            """));
    }
}
