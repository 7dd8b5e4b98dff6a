using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class BulkTests(Servers servers)
{
    [Fact]
    public async Task A_bulk_correction_is_previewed_made_once_and_undone_as_one()
    {
        var database = await StoredMail.InAsync(servers, [.. StoredMail.Questions(12, Some.Moment), .. StoredMail.Questions(3, Some.Moment.AddMonths(1))]);
        await Rows.ListAsync(database, "alter table publications drop constraint publications_origin_check; insert into publications (month, version, origin) values ('2019-03-01', 1, 'closed'), ('2019-04-01', 1, 'imported') returning id");
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync(name: "noor");
        var second = await StoredMail.IdAsync(database, 2);
        await analyst.GetAsync($"/review?message={second}");
        await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{second}"), ("verdict", "9"), ("seen", "0"));
        var before = await StoredMail.CountsAsync(database);
        var training = await StoredMail.TrainingSetAsync(database);
        await analyst.GetAsync("/messages?domain=calderwyn.example");

        await analyst.SubmitAsync("/messages?domain=calderwyn.example&handler=Bulk", ("verdict", "11"), ("which", "all"));

        Assert.StartsWith("/messages/bulk/", analyst.Path, StringComparison.Ordinal);
        Assert.Contains("15 messages (sender's domain calderwyn.example) become Other . Nothing is changed yet.", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("March 2019 is closed: the published figures stay", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("1 of them were decided by a person before", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("Mar 19 Party/RDP Signifiers counted 1 Other", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("Mar 19, Party/RDP Signifiers −1", analyst.Text, StringComparison.Ordinal);
        Assert.Contains("Apr 19, Other +3", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(before, await StoredMail.CountsAsync(database));

        var bulk = analyst.Path;
        await analyst.SubmitAsync($"{bulk}?handler=Make");
        Assert.Contains("15 messages: Other.", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync($"{bulk}?handler=Make");
        Assert.Contains("This was done before, once: 15 messages.", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(["Other|counted|15"], await StoredMail.CountsAsync(database));

        await analyst.GetAsync("/review?message=1");
        await analyst.SubmitAsync("/review?handler=Undo");
        Assert.Contains("it is undone as a whole on its own page", analyst.Text, StringComparison.Ordinal);
        await analyst.GetAsync(bulk);
        await analyst.SubmitAsync($"{bulk}?handler=Undo");
        Assert.Contains("Undone for 15 messages", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync($"{bulk}?handler=Undo");
        Assert.Contains("It was undone before.", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(before, await StoredMail.CountsAsync(database));
        Assert.Equal(training, await StoredMail.TrainingSetAsync(database));
    }

    [Fact]
    public async Task What_somebody_corrected_since_the_preview_is_left_alone_and_said_so()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        using var colleague = await pages.SignInAsync();
        await analyst.GetAsync("/messages");
        await analyst.SubmitAsync("/messages?handler=Bulk", ("verdict", "11"), ("which", "ticked"), ("ids", "1"), ("ids", "2"), ("ids", "2"));
        var bulk = analyst.Path;
        await colleague.GetAsync("/review?message=2");
        await colleague.SubmitAsync("/review?handler=Answer", ("message", "2"), ("verdict", "9"), ("seen", "0"));

        await analyst.SubmitAsync($"{bulk}?handler=Make");

        Assert.Contains("1 messages: Other. 1 others were corrected by somebody since the preview and left alone.", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(["9|person"], await Rows.ListAsync(database, "select category_id, source from standings where message_id = 2"));
        await colleague.GetAsync(bulk);
        Assert.Contains("Undo all of it", colleague.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_chosen_somebody_elses_preview_and_a_retired_category_get_their_sentences()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(2, Some.Moment));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        using var colleague = await pages.SignInAsync();
        await analyst.GetAsync("/messages");
        await analyst.SubmitAsync("/messages?handler=Bulk", ("verdict", "11"), ("which", "ticked"));
        Assert.Contains("Nothing is selected", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync("/messages?handler=Bulk", ("verdict", ""), ("which", "all"));
        Assert.Contains("Choose what the messages are to become", analyst.Text, StringComparison.Ordinal);
        await analyst.SubmitAsync("/messages?handler=Bulk", ("verdict", "10"), ("which", "all"));
        var bulk = analyst.Path;

        await colleague.GetAsync("/messages");
        await colleague.SubmitAsync($"{bulk}?handler=Make");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, colleague.Status);
        await Rows.ListAsync(database, "update categories set last_month = '2019-02-01' where id = 10 returning id");
        await analyst.SubmitAsync($"{bulk}?handler=Make");

        Assert.Contains("The category 'Training Days/Seminars' is not in force in March 2019", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from corrections"));
    }

    [Fact]
    public async Task Ten_thousand_messages_are_corrected_and_undone_in_one_step_each()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(1, Some.Moment));
        await Rows.ListAsync(database, """
            with more as (
                insert into messages (fingerprint, mailbox_id, month, received_at, thread, size, internal, parked)
                select int4send(n), 1, '2019-03-01', timestamptz '2019-03-02Z' + n * interval '1 minute', int4send(n), 100, false, false from generate_series(1, 10499) n
                returning id
            )
            insert into guesses (message_id, category_id, confidence, scores, source, model_id)
            select more.id, 7, 0.4, g.scores, 'model', g.model_id from more cross join guesses g returning 1
            """);
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        var before = await StoredMail.CountsAsync(database);
        await analyst.GetAsync("/messages");
        Assert.Contains("more than 10,000 messages", analyst.Text, StringComparison.Ordinal);

        await analyst.SubmitAsync("/messages?handler=Bulk", ("verdict", "8"), ("which", "all"));
        var bulk = Regex.Match(analyst.Path, "^/messages/bulk/[0-9]+").Value;
        await analyst.SubmitAsync($"{bulk}?handler=Make");
        Assert.Contains("10,500 messages: User CIO Assessments.", analyst.Text, StringComparison.Ordinal);
        Assert.Equal(["User CIO Assessments|counted|10500"], await StoredMail.CountsAsync(database));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from review_queue"));
        await analyst.SubmitAsync($"{bulk}?handler=Undo");

        Assert.Equal(before, await StoredMail.CountsAsync(database));
        Assert.Equal(10500, await Rows.ScalarAsync<long>(database, "select count(*) from review_queue"));
    }
}
