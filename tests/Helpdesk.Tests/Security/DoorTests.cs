using System.Net;
using Helpdesk.Demo;
using Helpdesk.Mailboxes;
using Helpdesk.Tests.Support;
using Npgsql;

namespace Helpdesk.Tests.Security;

/// <summary>The controls of docs/security.md, each tried from outside.</summary>
public sealed class DoorTests(Servers servers)
{
    const string Password = "long-enough-for-a-test";

    [Fact]
    public async Task Only_administrators_see_the_jobs_and_a_guesser_is_slowed_down()
    {
        var database = await servers.NewDatabaseAsync();
        await AddAsync(database, "ann", "analyst");
        await AddAsync(database, "adam", "administrator");
        await using var pages = await RunningHelpdesk.ServeAsync(database, []);
        using var nobody = SignedIn.Nobody(pages.Address);
        using var analyst = await SignedIn.AsAsync(pages.Address, "ann", Password);
        using var administrator = await SignedIn.AsAsync(pages.Address, "adam", Password);

        var sentAway = await nobody.GetAsync("/jobs");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (sentAway.StatusCode, sentAway.Headers.Location!.AbsolutePath));
        var refused = await analyst.GetAsync("/jobs");
        Assert.Equal((HttpStatusCode.Redirect, "/not-allowed"), (refused.StatusCode, refused.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/jobs")).StatusCode);
        var cookie = analyst.Cookies.GetAllCookies()["helpdesk"]!;
        Assert.True(cookie.HttpOnly);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            answers.Add((await nobody.TryAsync("nobody-at-all", "wrong-wrong-wrong")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/")).StatusCode); // who is signed in notices nothing
    }

    [Fact]
    public async Task Over_https_cookies_and_the_browser_stay_on_https()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), []);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = pages.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "helpdesk.secas.example" } };
        request.Headers.Add("X-Forwarded-Proto", "https"); // a proxy on this machine ends the TLS

        var answer = await http.SendAsync(request, Stop);

        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("unsafe-inline", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_request_of_more_than_four_megabytes_is_refused()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), []);
        using var http = new HttpClient { BaseAddress = pages.Address };
        http.DefaultRequestHeaders.ExpectContinue = true; // so that the refusal comes before the body goes
        using var content = new FormUrlEncodedContent([new("Name", new string('a', 5 << 20))]);

        var answer = await http.PostAsync("/sign-in", content, Stop);

        Assert.True(answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
    }

    [Fact]
    public async Task More_than_six_hundred_requests_a_minute_to_the_api_are_refused_and_the_pages_answer()
    {
        await using var pages = await RunningHelpdesk.ServeAsync(await servers.NewDatabaseAsync(), []);
        using var http = new HttpClient { BaseAddress = pages.Address };
        var answers = new HashSet<HttpStatusCode>();
        for (var i = 0; i < 600; i++)
        {
            answers.Add((await http.GetAsync("/api/v1/months", Stop)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized], answers);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.GetAsync("/api/v1/months", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/sign-in", Stop)).StatusCode);
    }

    [Fact]
    public async Task The_keys_of_cookies_are_locked_in_the_database_and_open_with_the_key_file_only()
    {
        var database = await servers.NewDatabaseAsync();
        await AddAsync(database, "ann", "analyst");
        using var folder = new TemporaryFolder("helpdesk-keys-");
        KeyValuePair<string, string?>[] settings = [new("Helpdesk__DataFolder", folder.Path)];
        await using var first = await RunningHelpdesk.ServeAsync(database, settings);
        await using var second = await RunningHelpdesk.ServeAsync(database, settings);
        using var browser = await SignedIn.AsAsync(first.Address, "ann", Password);

        var stored = await Rows.ListAsync(database, "select xml from data_protection_keys");
        Assert.All(stored, xml => Assert.True(xml.Contains("<locked", StringComparison.Ordinal) && !xml.Contains("masterKey", StringComparison.Ordinal), "a key lies open in the database"));
        var key = Path.Combine(folder.Path, "keys", "protection.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        using var elsewhere = SignedIn.Nobody(second.Address);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            elsewhere.Cookies.Add(second.Address, new Cookie(cookie.Name, cookie.Value));
        }

        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/")).StatusCode); // one session, every web process
    }

    [Fact]
    public async Task A_secret_file_that_everybody_can_read_is_refused_with_the_step_that_mends_it()
    {
        using var folder = new TemporaryFolder("helpdesk-secret-");
        var file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, "secret\n", Stop);
        var mailbox = servers.NewMailbox("helpdesk").Settings().Where(s => !s.Key.EndsWith("__Password", StringComparison.Ordinal)).Append(new("Mailboxes__0__PasswordFile", file)).ToList();
        var database = await servers.NewDatabaseAsync();

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        (await HelpdeskRun.OnAsync(database, mailbox, "poll")).Refused("Mailboxes__0__PasswordFile", "chmod 600");
        File.Delete(file);
        (await HelpdeskRun.OnAsync(database, mailbox, "poll")).Refused("Mailboxes__0__PasswordFile", "no such file");
    }

    [Fact]
    public async Task The_programs_own_user_serves_and_polls_and_can_change_neither_schema_nor_record()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "migrate", "--roles")).Succeeded();
        var user = $"app_{Guid.NewGuid():N}";
        await Rows.ListAsync(database, $"create role {user} login password 'app' in role helpdesk_app");
        var app = new NpgsqlConnectionStringBuilder(database) { Username = user, Password = "app" }.ConnectionString;
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);

        (await HelpdeskRun.OnAsync(app, mailbox.Settings(), "poll")).Succeeded();
        await using (await RunningHelpdesk.StartAsync(app, mailbox.Settings(), "helpdesk: the worker runs", "worker"))
        {
        }

        await Rows.ListAsync(database, "insert into corrections (message_id, kind, category_id) select id, 'category', 5 from messages");
        foreach (var forbidden in (string[])["update guesses set confidence = 1", "delete from corrections", "truncate corrections", "drop table messages", "create table mine (id int)", "alter table messages add column x int", "update schema_versions set name = 'x'", "delete from privacy_acts"])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => Rows.ListAsync(app, forbidden));
            Assert.Equal("42501", refusal.SqlState);
        }
    }

    [Theory]
    [InlineData("169.254.169.254", true)] // the metadata of a cloud machine
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fe80::1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("10.1.2.3", false)] // mail servers live in private networks
    [InlineData("127.0.0.1", false)]
    [InlineData("2a01:111:f400::1", false)]
    public void Addresses_of_the_machines_own_infrastructure_are_no_destinations(string address, bool forbidden) =>
        Assert.Equal(forbidden, Destinations.IsForbidden(IPAddress.Parse(address)));

    [Fact]
    public async Task A_mail_host_at_a_forbidden_address_is_never_connected_to()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk").Settings().Select(s => s.Key switch
        {
            "Mailboxes__0__Host" => new KeyValuePair<string, string?>(s.Key, "169.254.169.254"),
            "Mailboxes__0__Security" => new(s.Key, "Tls"),
            _ => s,
        });

        (await HelpdeskRun.OnAsync(database, mailbox, "poll")).Refused("AccessDenied");
    }

    static async Task AddAsync(string database, string name, string role)
    {
        using var folder = new TemporaryFolder("helpdesk-user-");
        var file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, Password, Stop);
        (await HelpdeskRun.OnAsync(database, "user", "add", name, "--role", role, "--password-file", file)).Succeeded();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
