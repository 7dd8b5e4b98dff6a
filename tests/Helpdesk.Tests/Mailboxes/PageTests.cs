using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>The page <c>/mailboxes</c>: how each mailbox fares, what is complete, what is parked.</summary>
public sealed class PageTests(Servers servers)
{
    [Fact]
    public async Task The_page_shows_health_completeness_parked_mail_and_outages_and_its_button_tries_again()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.RefusesText };
        (await HelpdeskRun.OnAsync(database, [.. server.Settings(), .. servers.NewMailbox("change").Settings(1), new("Mailboxes__1__Password", "wrong"), new("Polling__Patience", "00:01:00")], "poll")).Refused("refused the log-in");
        await using var pages = await ServedPages.StartAsync(database, server.Settings());
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/mailboxes");
        Assert.Contains("the server refused the log-in; check User and Password. Since", analyst.Page, StringComparison.Ordinal);
        Assert.Matches("(?s)no text</th>\\s*<td>1</td>", analyst.Page);
        Assert.Matches("(?s)<th scope=\"row\">[^<]*helpdesk</th>\\s*<td>10</td><td>10</td><td>9</td><td>0</td><td>1</td><td>0</td><td>0</td><td>0</td>\\s*<td>not yet</td>", analyst.Page);

        await analyst.SubmitAsync("/mailboxes?handler=Retry", ("errorClass", "no text"));
        Assert.Contains("1 parked mails were tried again or are asked for with the next poll.", analyst.Page, StringComparison.Ordinal);
        server.Lie = Lie.None;
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();

        await analyst.GetAsync("/mailboxes");
        Assert.Matches("(?s)<th scope=\"row\">[^<]*helpdesk</th>\\s*<td>10</td><td>10</td><td>10</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>\\s*<td>yes</td>", analyst.Page);
        Assert.DoesNotContain("Parked mail</h2>", analyst.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_may_look_and_not_try_again()
    {
        var database = await servers.NewDatabaseAsync();
        using var server = new LyingImapServer { Lie = Lie.RefusesText };
        (await HelpdeskRun.OnAsync(database, server.Settings(), "poll")).Succeeded();
        await using var pages = await ServedPages.StartAsync(database, server.Settings());
        using var viewer = await pages.SignInAsync("viewer");

        await viewer.GetAsync("/mailboxes");
        Assert.Equal(System.Net.HttpStatusCode.OK, viewer.Status);
        await viewer.SubmitAsync("/mailboxes?handler=Retry", ("errorClass", "no text"));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, viewer.Status);
    }

    [Fact]
    public async Task What_people_say_of_a_mail_is_in_the_next_count_of_the_certificate()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.DeliverAll([Some.Mail(), Some.Mail()], Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        await Rows.ListAsync(database, "insert into corrections (message_id, kind, category_id) select min(id), 'category', 3::smallint from messages");

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();

        Assert.Equal(["2|2|2|1"], await Rows.ListAsync(database, "select on_server, stored, classified, corrected from certificates"));
        Assert.Equal(await Rows.ListAsync(database, "select * from certificate_of('2019-03-01')"), await Rows.ListAsync(database, "select * from certificates"));
    }
}
