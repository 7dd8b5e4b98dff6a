using System.Net;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class AnswerTests(Servers servers)
{
    [Fact]
    public async Task A_label_then_another_then_the_first_then_undo_leaves_figures_and_training_set_as_before()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await AnswerAsync(analyst, 1, "7");
        await AnswerAsync(analyst, 1, "5");
        var counts = await StoredMail.CountsAsync(database);
        var training = await StoredMail.TrainingSetAsync(database);

        await AnswerAsync(analyst, 1, "7");
        Assert.NotEqual(training, await StoredMail.TrainingSetAsync(database));
        await analyst.SubmitAsync("/review?handler=Undo");

        Assert.Equal(counts, await StoredMail.CountsAsync(database));
        Assert.Equal(training, await StoredMail.TrainingSetAsync(database));
    }

    [Fact]
    public async Task Undo_goes_back_to_any_depth_until_the_guess_counts_again_and_nothing_trains()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        var guessed = await StoredMail.CountsAsync(database);
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        string[] answers = ["7", "5", "aside", "restore", "1"];
        foreach (var answer in answers)
        {
            await AnswerAsync(analyst, 1, answer);
        }

        foreach (var _ in answers)
        {
            await analyst.SubmitAsync("/review?handler=Undo");
            Assert.Contains("Undone:", analyst.Text, StringComparison.Ordinal);
        }

        await analyst.SubmitAsync("/review?handler=Undo");
        Assert.Contains("There is nothing of yours left to undo.", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(guessed, await StoredMail.CountsAsync(database));
        Assert.Equal("", await StoredMail.TrainingSetAsync(database));
        Assert.Equal(10, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task The_history_says_who_said_what_and_why_and_what_was_undone()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync(name: "noor");
        await analyst.GetAsync("/messages/1");
        await analyst.SubmitAsync("/messages/1?handler=Answer", ("verdict", "8"), ("seen", "0"), ("why", "the letter is about <their> assessment"));
        await analyst.SubmitAsync("/messages/1?handler=Undo", ("correction", "1"));

        await analyst.GetAsync("/messages/1");

        Assert.Contains("noor User CIO Assessments the letter is about <their> assessment undone", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("noor Undid: User CIO Assessments", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("Model ", analyst.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_posted_twice_is_written_once()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await analyst.GetAsync("/review?message=1");

        await analyst.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));
        await analyst.GetAsync("/review?message=1");
        await analyst.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));

        Assert.Contains("data-outcome=\"repeated\"", analyst.Page, StringComparison.Ordinal);
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task A_stale_page_writes_nothing_and_names_who_was_faster()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var slow = await pages.SignInAsync();
        using var fast = await pages.SignInAsync(name: "noor");
        await slow.GetAsync("/review?message=1");
        await AnswerAsync(fast, 1, "6");

        await slow.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", slow.Field("seen")));

        Assert.Contains("noor was faster: Panel & Board Correspondence. Nothing of this answer was written", slow.Text, StringComparison.Ordinal);
        Assert.Equal(["Panel & Board Correspondence|person"], await Rows.ListAsync(database, "select c.name, s.source from standings s join categories c on c.id = s.category_id"));
    }

    [Fact]
    public async Task A_message_set_aside_meanwhile_is_named_so_and_nothing_is_written()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var slow = await pages.SignInAsync();
        using var fast = await pages.SignInAsync(name: "noor");
        await slow.GetAsync("/review?message=1");
        await AnswerAsync(fast, 1, "aside");

        await slow.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "7"), ("seen", "0"));

        Assert.Contains("noor set this message aside meanwhile. Nothing of this answer was written.", slow.Text, StringComparison.Ordinal);
        Assert.Equal(["set aside"], await Rows.ListAsync(database, "select standing from standings"));
    }

    [Fact]
    public async Task A_category_retired_meanwhile_is_refused_with_its_name_and_month()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail(date: Some.Moment));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await analyst.GetAsync("/review?message=1");
        await Rows.ListAsync(database, "update categories set last_month = '2019-02-01' where key = 'training' returning id");

        await analyst.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "10"), ("seen", "0"));

        Assert.Contains("The category 'Training Days/Seminars' is not in force in March 2019; choose another. Nothing was written.", analyst.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"10\" class=\"choice", analyst.Page, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task A_verdict_that_is_none_gets_a_sentence()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await analyst.GetAsync("/review?message=1");

        foreach (var (verdict, sentence) in new[] { ("99", "There is no such category"), ("", "No answer was chosen"), ("7; drop table", "No answer was chosen") })
        {
            await analyst.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", verdict), ("seen", "0"));
            Assert.Contains(sentence, analyst.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task A_message_that_does_not_exist_is_not_found_and_never_a_blank_page()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        foreach (var path in (string[])["/messages/4711", "/review?message=4711", "/messages/bulk/4711"])
        {
            await analyst.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, analyst.Status);
            Assert.Contains("There is no such page", analyst.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Parked_mail_waits_for_review_and_counts_once_somebody_has_labelled_it()
    {
        var database = await servers.NewDatabaseAsync();
        await Rows.ListAsync(database, """
            with box as (insert into mailboxes (name) values ('helpdesk') returning id),
            mail as (
                insert into messages (fingerprint, mailbox_id, month, received_at, thread, size, internal, parked)
                select '\x01', id, '2019-03-01', '2019-03-14 09:00Z', '\x01', 10, false, true from box returning id
            )
            insert into parked_mail (message_id, error_class, error, attempts, raw) select id, 'parse', 'parse: broken', 1, 'x' from mail returning message_id
            """);
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/review");
        Assert.Contains("This mail could not be read", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "11"), ("seen", "0"));

        Assert.Equal(["Other|counted|1"], await StoredMail.CountsAsync(database));
    }

    [Fact]
    public async Task A_note_is_left_for_a_colleague_once()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync(name: "noor");
        await analyst.GetAsync("/review?message=1");
        await analyst.SubmitAsync("/review?handler=Note", ("message", "1"), ("note", "Ask <b>Tom</b>, he knows them."));
        await analyst.SubmitAsync("/review?handler=Note", ("message", "1"), ("note", "Ask <b>Tom</b>, he knows them."));
        await analyst.SubmitAsync("/review?handler=Note", ("message", "1"), ("note", "  "));
        Assert.Contains("The note is empty", analyst.Text, StringComparison.Ordinal);

        using var colleague = await pages.SignInAsync();
        await colleague.GetAsync("/messages?state=noted");
        Assert.Contains("1 message", colleague.Text, StringComparison.Ordinal);
        await colleague.GetAsync("/messages/1");
        Assert.Contains("Ask <b>Tom</b>, he knows them.", colleague.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Tom</b>", colleague.Page, StringComparison.Ordinal);
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from notes"));
    }

    static async Task AnswerAsync(PlainBrowser browser, long message, string verdict)
    {
        await browser.GetAsync($"/review?message={message}");
        await browser.SubmitAsync("/review?handler=Answer", ("message", message.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("verdict", verdict), ("seen", browser.Field("seen")));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }
}
