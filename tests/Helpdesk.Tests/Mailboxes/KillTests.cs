using System.Diagnostics;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>The reader dies without a word, again and again, wherever it is just then.</summary>
public sealed class KillTests(Servers servers)
{
    const int Kills = 100;
    const int MailsBetweenKills = 50;

    [Fact]
    public async Task Killed_at_a_hundred_random_moments_the_reader_stores_five_thousand_mails_once_each()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        using var temporary = new TemporaryFolder("helpdesk-kills-");
        KeyValuePair<string, string?>[] settings = [.. mailbox.Settings(), new("TMPDIR", temporary.Path)];
        var whole = await WholeLifeAsync(settings);
        var random = new Random(5000);
        var sent = new List<string>();
        for (var kills = 0; kills < Kills;)
        {
            // Every eighth time a mail is large and goes through a file, since a kill must not leave that behind either.
            var mails = Enumerable.Range(0, sent.Count < (kills + 1) * MailsBetweenKills ? MailsBetweenKills : 0).Select(i => Some.Mail(text: kills % 8 == 0 && i == 0 ? LargeText(random) : null)).ToList();
            sent.AddRange(mails.Select(m => m.MessageId!));
            mailbox.DeliverAll(mails, Some.Moment);
            using var reader = Process.Start(HelpdeskRun.StartInfo(database, settings, "poll"))!;
            var said = Task.WhenAll(reader.StandardOutput.ReadToEndAsync(Stop), reader.StandardError.ReadToEndAsync(Stop));
            await Task.Delay(whole * random.NextDouble(), Stop);
            var wasDone = reader.HasExited;
            reader.Kill();
            await reader.WaitForExitAsync(Stop);
            await said;
            // One that was done before is no kill; how long a life lasts changes with what else the machine does.
            kills += wasDone ? 0 : 1;
            whole *= wasDone ? 0.85 : 1.02;
        }

        (await HelpdeskRun.OnAsync(database, settings, "poll")).Succeeded();

        Assert.Equal(Kills * MailsBetweenKills, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(Kills * MailsBetweenKills, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries where brought and gone_at is null"));
        Assert.Equal(Kills * MailsBetweenKills, await Rows.ScalarAsync<long>(database, "select count(distinct fingerprint) from messages"));
        Assert.Equal(Kills * MailsBetweenKills, await Rows.ScalarAsync<long>(database, "select count(*) from guesses"));
        Assert.Equal(sent.Order(StringComparer.Ordinal), await Rows.ListAsync(database, "select message_id_header from message_texts order by message_id_header collate \"C\""));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select (select count(*) from unfetched) + (select count(*) from parked_mail)"));
        await Recount.MatchesAsync(database);
        Assert.Empty(Directory.GetFiles(temporary.Path, "helpdesk-mail-*"));
    }

    /// <summary>How long a reader lives that nobody kills, on this machine and now.</summary>
    async Task<TimeSpan> WholeLifeAsync(KeyValuePair<string, string?>[] settings)
    {
        var other = servers.NewMailbox("helpdesk");
        other.DeliverAll(Enumerable.Range(0, MailsBetweenKills).Select(_ => Some.Mail()), Some.Moment);
        var database = await servers.NewDatabaseAsync();
        var began = Stopwatch.GetTimestamp();
        (await HelpdeskRun.OnAsync(database, [.. settings, .. other.Settings()], "poll")).Succeeded();
        return Stopwatch.GetElapsedTime(began);
    }

    static string LargeText(Random random)
    {
        var bytes = new byte[900_000];
        random.NextBytes(bytes);
        return "See below.\r\n" + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
