using System.Net;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class AccessTests(Servers servers)
{
    [Fact]
    public async Task A_viewer_sees_no_message_and_corrects_nothing()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail("A subject nobody else may see"));
        await using var pages = await ServedPages.StartAsync(database);
        using var viewer = await pages.SignInAsync("viewer");
        foreach (var path in (string[])["/review", "/review?message=1", "/messages", "/messages?handler=Export", "/messages/1", "/messages/1/html", "/messages/bulk/1", "/corrected", "/people"])
        {
            await viewer.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, viewer.Status));
            Assert.Contains("Your role does not allow this", viewer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("nobody else may see", viewer.Page, StringComparison.Ordinal);
        }

        await viewer.GetAsync("/");
        await viewer.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));
        Assert.Equal(HttpStatusCode.Forbidden, viewer.Status);
        await viewer.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));
        Assert.Equal(HttpStatusCode.Forbidden, viewer.Status);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task A_forged_form_writes_nothing()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await analyst.GetAsync("/review");
        foreach (var path in (string[])["/review?handler=Answer", "/review?handler=Undo", "/review?handler=Note", "/messages/1?handler=Answer", "/messages?handler=Bulk", "/account?handler=Everywhere", "/sign-out"])
        {
            await analyst.ForgeAsync(path, ("message", "1"), ("verdict", "7"), ("seen", "0"), ("note", "x"), ("__RequestVerificationToken", "CfDJ8nothing"));
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, analyst.Status));
            Assert.Contains("nothing was changed", analyst.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from notes"));
    }

    [Fact]
    public async Task An_answer_after_the_session_ended_waits_to_be_sent_also_without_script()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(2));
        await using var pages = await ServedPages.StartAsync(database);
        var person = await pages.PersonAsync();
        using var analyst = new PlainBrowser(pages.Address, person.Name);
        await analyst.SignInAsync(person.Name, person.Password);
        await analyst.GetAsync("/review?message=2");
        analyst.LoseSession();

        await analyst.SubmitAsync("/review?handler=Answer", ("message", "2"), ("verdict", "9"), ("seen", "0"));
        Assert.Contains("Nothing is lost: sign in, and your answer waits to be sent.", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync(analyst.Path, ("Name", person.Name), ("Password", person.Password), ("returnUrl", analyst.Field("returnUrl").Replace("&amp;", "&", StringComparison.Ordinal)));

        Assert.Equal(2, analyst.Message);
        Assert.Contains("Send it: Party/RDP Signifiers", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
        await analyst.SubmitAsync("/review?handler=Answer", ("message", "2"), ("verdict", "9"), ("seen", "0"));
        Assert.Equal(["2|9"], await Rows.ListAsync(database, "select message_id, category_id from corrections"));
    }

    [Fact]
    public async Task Who_read_which_message_is_on_record_for_administrators_only()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(2));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync(name: "noor");
        using var administrator = await pages.SignInAsync("administrator");
        await analyst.GetAsync("/messages/2");
        await analyst.GetAsync("/messages/2");
        Assert.DoesNotContain("Who read it", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(["noor|2"], await Rows.ListAsync(database, "select p.user_name, r.message_id from message_reads r join people p on p.id = r.person_id"));

        await administrator.GetAsync("/messages/2");
        Assert.Contains("Who read it", administrator.Text, StringComparison.Ordinal);
        Assert.Contains("noor, first on that day", administrator.Text, StringComparison.Ordinal);
        await administrator.GetAsync("/people?readBy=1");
        Assert.Contains("What noor read Message 2 , first on that day", administrator.Text, StringComparison.Ordinal);
    }
}
