using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>What must hold on every real server.</summary>
public abstract class ServerContract(MailServer server, Servers servers)
{
    [Fact]
    public async Task A_poll_over_tls_stores_every_mail_leaves_no_trace_and_a_second_one_finds_nothing()
    {
        server.Needed();
        var user = server.NextUser();
        await server.AppendAsync(user, Enumerable.Range(0, 230).Select(i => (MailServer.Bytes(Some.Mail()), Some.Moment.AddMinutes(i), i % 3 == 0)));
        var before = await server.TracesAsync(user);
        var database = await servers.NewDatabaseAsync();

        var first = (await HelpdeskRun.OnAsync(database, Trusted(user, "Tls"), "poll")).Succeeded();
        var second = (await HelpdeskRun.OnAsync(database, Trusted(user, "Tls"), "poll")).Succeeded();

        Assert.Contains("230 stored, 0 duplicates, 0 parked.", first.Output, StringComparison.Ordinal);
        Assert.Contains("0 stored, 0 duplicates, 0 parked.", second.Output, StringComparison.Ordinal);
        Assert.Equal(230, await Rows.ScalarAsync<long>(database, "select count(*) from messages where not parked and month = '2019-03-01'"));
        Assert.Equal(before, await server.TracesAsync(user));
    }

    [Fact]
    public async Task A_large_mail_is_stored_over_starttls()
    {
        server.Needed();
        var user = server.NextUser();
        var path = Path.GetTempFileName();
        HostileMail.WriteHuge(path, 20_000_000);
        await server.AppendAsync(user, [(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), Some.Moment, false)]);
        File.Delete(path);
        var database = await servers.NewDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, Trusted(user, "StartTls"), "poll")).Succeeded();

        Assert.Equal(["huge|see the file|True"], await Rows.ListAsync(database, "select t.subject, t.new_text, m.size > 20000000 from messages m join message_texts t on t.message_id = m.id"));
    }

    [Theory]
    [InlineData("Tls")]
    [InlineData("StartTls")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused(string security)
    {
        server.Needed();
        var user = server.NextUser();

        var run = await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), server.Settings(user, security), "poll");

        run.Refused("certificate is not trusted", "CertificateFile");
    }

    [Fact]
    public async Task Hostile_mail_neither_blocks_nor_vanishes()
    {
        server.Needed();
        var user = server.NextUser();
        await server.AppendAsync(user, Some.Mail());
        var taken = await server.AppendAsync(user, HostileMail.Small.Values.Select(raw => (raw, Some.Moment, false)));
        await server.AppendAsync(user, Some.Mail());
        var database = await servers.NewDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, server.Settings(user), "poll")).Succeeded();

        Assert.Equal(taken + 2, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
        Assert.Equal(taken + 2, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.True(taken >= 15, $"the server took {taken} of {HostileMail.Small.Count}");
    }

    [Fact]
    public async Task A_mail_that_arrives_while_the_worker_listens_is_stored_without_waiting_for_the_next_poll()
    {
        server.Needed();
        var user = server.NextUser();
        await server.AppendAsync(user, Some.Mail());
        var database = await servers.NewDatabaseAsync();
        await using var worker = WorkerProcess.Start(database, [.. Trusted(user, "Tls"), new("Polling__Interval", "00:59:00")]);
        await worker.UntilAsync("the first mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 1);

        for (var mails = 2; mails <= 4; mails++)
        {
            await server.AppendAsync(user, Some.Mail());
            await worker.UntilAsync($"mail {mails}", async () => await Rows.ScalarAsync<long>(database, "select count(*) from guesses") == mails);
        }
    }

    IEnumerable<KeyValuePair<string, string?>> Trusted(string user, string security) =>
        [.. server.Settings(user, security), new("Mailboxes__0__CertificateFile", server.CertificateFile)];
}
