using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>Logging in with access tokens, at a real server that looks each token up and at one that ends sessions as Microsoft 365 does.</summary>
public sealed class TokenTests(Servers servers)
{
    [Theory]
    [InlineData("xoauth2")]
    [InlineData("oauthbearer")]
    public async Task A_mailbox_is_read_with_a_token_that_serves_for_all_its_connections(string mechanism)
    {
        using var tokens = new TokenServer();
        await using var server = await StartAsync(tokens, mechanism);
        server.Deliver(MailServer.Bytes(Some.Mail()));
        var database = await servers.NewDatabaseAsync();

        var run = (await HelpdeskRun.OnAsync(database,
            [.. server.Settings("desk", "Tls", 0), .. tokens.Settings(0), new("Mailboxes__0__CertificateFile", server.CertificateFile),
             .. server.Settings("desk", "Tls", 1), .. tokens.Settings(1), new("Mailboxes__1__CertificateFile", server.CertificateFile), new("Mailboxes__1__Name", "again")], "poll")).Succeeded();

        Assert.Contains("1 stored", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from deliveries"));
        Assert.Equal(1, tokens.Fetched);
    }

    [Fact]
    public async Task A_token_that_was_withdrawn_is_replaced_and_nobody_has_to_do_anything()
    {
        using var tokens = new TokenServer();
        await using var server = await StartAsync(tokens, "xoauth2");
        server.Deliver(MailServer.Bytes(Some.Mail()));
        var database = await servers.NewDatabaseAsync();
        using var line = new FaultyLine(server.Port, Fault.None, 0);
        await using var worker = WorkerProcess.Start(database, [.. line.Over(server.Settings("desk")), .. tokens.Settings()]);
        await worker.UntilAsync("the first mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 1);

        tokens.WithdrawAll();
        line.HangUp();
        server.Deliver(MailServer.Bytes(Some.Mail()));
        await worker.UntilAsync("the second mail", async () => await Rows.ScalarAsync<long>(database, "select count(*) from messages") == 2);

        Assert.Equal(2, tokens.Fetched);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from outages where error_class in ('log-in', 'token')"));
    }

    /// <remarks>Seven hundred mails outlast seven tokens, more than the breaks that a poll puts up with.</remarks>
    [Theory]
    [InlineData(Lie.EndsTokens, 10, 2)]
    [InlineData(Lie.EndsTokens, 700, 8)]
    [InlineData(Lie.EndsTokensEarly, 10, 2)]
    public async Task A_token_that_ends_in_mid_session_is_renewed_and_is_no_failure(Lie lie, int mails, int needed)
    {
        using var tokens = new TokenServer();
        using var server = new LyingImapServer { Lie = lie, Tokens = tokens };
        server.Uids.AddRange(Enumerable.Range(111, mails - 10));
        var database = await servers.NewDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, [.. server.Settings(), .. tokens.Settings()], "poll")).Succeeded();

        Assert.Equal(mails, await Rows.ScalarAsync<long>(database, "select count(*) from messages"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select (select count(*) from outages) + (select count(*) from unfetched) + (select sum(failures) from mailbox_states)"));
        Assert.Equal(needed, tokens.Fetched);
    }

    [Fact]
    public async Task A_secret_that_is_not_taken_is_named_and_not_shown()
    {
        using var tokens = new TokenServer();
        using var server = new LyingImapServer { Tokens = tokens };
        var database = await servers.NewDatabaseAsync();
        KeyValuePair<string, string?>[] settings = [.. server.Settings(), .. tokens.Settings(secret: "old-and-over")];

        var run = await HelpdeskRun.OnAsync(database, settings, "poll");
        var doctor = await HelpdeskRun.OnAsync(database, settings, "doctor");

        run.Refused("Mailbox 'helpdesk'", "no access token (invalid_client)", "whether the secret has expired");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("FAIL  token of helpdesk: the token end point does not accept the client's secret; make a new secret", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("old-and-over", run.Errors + doctor.Output + doctor.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("no words of this", run.Errors + doctor.Output + doctor.Errors, StringComparison.Ordinal);
        Assert.Equal(["token"], await Rows.ListAsync(database, "select error_class from outages"));
    }

    static async Task<TokenDovecot> StartAsync(TokenServer tokens, string mechanism)
    {
        var server = new TokenDovecot(tokens, mechanism);
        server.Needed();
        await server.InitializeAsync();
        return server;
    }
}
