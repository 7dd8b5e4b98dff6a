using System.Globalization;
using Helpdesk.Benchmarks.Ingest;
using Helpdesk.Classification;
using Helpdesk.Database;

namespace Helpdesk.Benchmarks;

/// <summary>A busy day in some minutes: mail keeps coming, people read pages and correct, and the one process's memory is looked at all the while.</summary>
static class SoakBench
{
    /// <summary>A hundred times the helpdesk's own 63 mails a day.</summary>
    const int MailsADay = 6_300;

    const string User = "soak";

    static readonly string[] Pages = ["/?month=2019-06", "/messages", "/mailboxes", "/months/2019-06", "/corrected"];

    /// <summary>What was seen at one moment.</summary>
    sealed record Look(TimeSpan At, long Stored, int Answered, int Read, long Bytes);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var length = TimeSpan.FromMinutes(arguments is ["--minutes", var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 10);
        var samples = await MessageFile.ReadAsync([Path.Combine(DataFolder.Home, "training-data", "demo.jsonl")], CancellationToken.None);
        await using var servers = new BenchServers();
        var maildir = servers.Maildir(User);
        await servers.StartAsync();
        var connection = await servers.NewDatabaseAsync();
        await using var served = await ServedBench.StartAsync(connection, ["analyst", "reader"], "author", [.. servers.Settings(connection, User), new("Classifier__LeastConfidence", "1")]);
        using var over = new CancellationTokenSource(length);
        var (answered, read) = (new Tally(), new Tally());
        var delivering = DeliverAsync(new IngestMail(samples, 24), maildir, length, over.Token);
        Task[] people = [AnswerAsync(served, answered, over.Token), ReadAsync(served, read, over.Token)];
        var looks = new List<Look>();
        await Console.Out.WriteLineAsync($"{"minute",8} {"stored",8} {"answered",9} {"pages",8} {"memory",8}");
        for (var began = DateTime.UtcNow; !over.IsCancellationRequested;)
        {
            await Task.Delay(length / 40, CancellationToken.None);
            var look = new Look(DateTime.UtcNow - began, await BenchServers.CountAsync(connection, "select count(*) from messages"), answered.Count, read.Count, ProcessCost.Status(served.Id, "VmRSS:"));
            looks.Add(look);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{look.At.TotalMinutes,8:N1} {look.Stored,8:N0} {look.Answered,9:N0} {look.Read,8:N0} {look.Bytes >> 20,5} MB"));
        }

        var delivered = await delivering;
        await Task.WhenAll(people);
        var stored = 0L;
        for (var waited = 0; waited < 120 && stored < delivered; waited++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            stored = await BenchServers.CountAsync(connection, "select count(*) from messages");
        }

        var kept = await BenchServers.CountAsync(connection, "select count(*) from standings where source = 'person'");
        var differ = await BenchServers.CountAsync(connection, "select count(*) from ((table recount except table monthly_figures) union all (table monthly_figures except table recount)) d");
        double Middle(IEnumerable<Look> some) => Backfill.Median([.. some.Select(l => (double)l.Bytes)]);
        var (second, last) = (Middle(looks.Skip(looks.Count / 4).Take(looks.Count / 4)), Middle(looks.TakeLast(looks.Count / 4)));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{delivered:N0} mails delivered, {stored:N0} stored; {answered.Count:N0} answers, {kept:N0} kept; {differ:N0} figures differ from a recount; memory in the last quarter {last / second:N2} times that in the second"));
        return stored == delivered && kept == answered.Count && differ == 0 ? 0 : 1;
    }

    sealed class Tally
    {
        int count;

        public int Count => Volatile.Read(ref count);

        public void One() => Interlocked.Increment(ref count);
    }

    /// <summary>Drops mail into the mailbox evenly over the time, as a mail server does: written beside, then moved in.</summary>
    static async Task<int> DeliverAsync(IngestMail mail, string maildir, TimeSpan length, CancellationToken over)
    {
        var began = DateTimeOffset.UtcNow;
        var day = new DateTimeOffset(2019, 6, 12, 0, 0, 0, TimeSpan.Zero);
        var number = 0;
        while (!over.IsCancellationRequested && number < MailsADay)
        {
            for (var due = (int)(MailsADay * ((DateTimeOffset.UtcNow - began) / length)); number < due && number < MailsADay;)
            {
                var at = day + (TimeSpan.FromDays(1) * ++number / MailsADay);
                var name = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.M{number:D6}.soak");
                var beside = Path.Combine(maildir, "tmp", name);
                using (var message = mail.Write(number, at, withAttachments: true))
                {
                    await message.WriteToAsync(beside, CancellationToken.None);
                }

                File.SetLastWriteTimeUtc(beside, at.UtcDateTime);
                File.SetUnixFileMode(beside, (UnixFileMode)0x1B6);
                File.Move(beside, Path.Combine(maildir, "new", name));
            }

            await Task.Delay(50, CancellationToken.None);
        }

        return number;
    }

    /// <summary>Answers whatever the queue hands out.</summary>
    static async Task AnswerAsync(ServedBench served, Tally answered, CancellationToken over)
    {
        using var http = await served.SignInAsync("analyst", 1);
        for (var turn = 0; !over.IsCancellationRequested; turn++)
        {
            var page = await http.GetStringAsync("/review", CancellationToken.None);
            if (ServedBench.MessageIn(page) is { } message)
            {
                using var form = new FormUrlEncodedContent([new("message", message), new("verdict", $"{(turn % 11) + 1}"), new("seen", "0"), new("__RequestVerificationToken", ServedBench.TokenIn(page))]);
                using var request = new HttpRequestMessage(HttpMethod.Post, "/review?handler=Answer") { Content = form };
                request.Headers.Add("X-Fragment", "1");
                var said = await (await http.SendAsync(request, CancellationToken.None)).EnsureSuccessStatusCode().Content.ReadAsStringAsync(CancellationToken.None);
                if (said.Contains("data-outcome=\"written\"", StringComparison.Ordinal))
                {
                    answered.One();
                }
            }

            await Task.Delay(500, CancellationToken.None);
        }
    }

    static async Task ReadAsync(ServedBench served, Tally read, CancellationToken over)
    {
        using var http = await served.SignInAsync("reader", 1);
        for (var turn = 0; !over.IsCancellationRequested; turn++)
        {
            using var answer = await http.GetAsync(Pages[turn % Pages.Length], CancellationToken.None);
            if (answer.IsSuccessStatusCode || answer.StatusCode is System.Net.HttpStatusCode.NotFound)
            {
                read.One(); // before its first mail a month has no page
            }
            else
            {
                answer.EnsureSuccessStatusCode();
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }
}
