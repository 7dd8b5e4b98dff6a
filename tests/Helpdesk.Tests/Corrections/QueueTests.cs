using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class QueueTests(Servers servers)
{
    [Fact]
    public async Task The_queue_gives_first_what_moves_the_table_most()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(3, Some.Moment));
        // 3 was as uncertain as 2, but its cells hold hardly any mail, so one answer moves them more; 1 is nearly certain.
        await GuessAsync(database, 1, 7, "0.55", "{0.01,0.01,0.01,0.01,0.36,0.01,0.55,0.01,0.01,0.01,0.01}");
        await GuessAsync(database, 2, 7, "0.30", "{0.01,0.29,0.01,0.01,0.01,0.01,0.30,0.33,0.01,0.01,0.01}");
        await GuessAsync(database, 3, 9, "0.30", "{0.01,0.01,0.29,0.01,0.01,0.01,0.01,0.01,0.30,0.33,0.01}");
        await Rows.ListAsync(database, "insert into cell_weights (month, category_id, weight) select '2019-03-01', id, case when id in (2, 7, 8) then 0.05 else 1 end from categories returning month");
        await GuessAsync(database, 2, 7, "0.30", "{0.01,0.29,0.01,0.01,0.01,0.01,0.30,0.33,0.01,0.01,0.01}");
        await GuessAsync(database, 3, 9, "0.30", "{0.01,0.01,0.29,0.01,0.01,0.01,0.01,0.01,0.30,0.33,0.01}");
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/review");
        var first = analyst.Message;
        await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{first}"), ("verdict", "9"), ("seen", "0"));

        Assert.Equal(3, first);
        Assert.Equal(1, analyst.Message);
        Assert.Equal(["2", "1"], await Rows.ListAsync(database, "select message_id from review_queue order by effect"));
    }

    [Fact]
    public async Task What_a_person_answered_leaves_the_queue_and_an_undo_brings_it_back()
    {
        var database = await StoredMail.InAsync(servers, [.. StoredMail.Questions(2), Some.Mail(and: m => m.Headers.Add("Auto-Submitted", "auto-replied"))]);
        var (one, two) = (await StoredMail.IdAsync(database, 1), await StoredMail.IdAsync(database, 2));
        string[] both = [.. new[] { one, two }.Order().Select(id => $"{id}")];
        Assert.Equal(both, await Rows.ListAsync(database, "select message_id from review_queue order by 1"));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync($"/review?message={one}");
        await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{one}"), ("verdict", "7"), ("seen", "0"));
        Assert.Equal([$"{two}"], await Rows.ListAsync(database, "select message_id from review_queue order by 1"));
        await analyst.SubmitAsync("/review?handler=Undo");
        Assert.Equal(both, await Rows.ListAsync(database, "select message_id from review_queue order by 1"));

        await analyst.GetAsync($"/review?message={one}");
        await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{one}"), ("verdict", "aside"), ("seen", analyst.Field("seen")));
        Assert.Equal([$"{two}"], await Rows.ListAsync(database, "select message_id from review_queue order by 1"));

        await analyst.SubmitAsync("/review?handler=Skip", ("message", $"{two}"));
        Assert.Contains("Nothing doubtful is left for you", analyst.Text, StringComparison.Ordinal);
        using var colleague = await pages.SignInAsync();
        await colleague.GetAsync("/review");
        Assert.Equal(two, colleague.Message);
    }

    [Fact]
    public async Task Whoever_asks_at_the_same_moment_as_others_gets_a_message_of_their_own()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(40));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        var people = new List<PlainBrowser>();
        for (var i = 0; i < 5; i++)
        {
            people.Add(await pages.SignInAsync());
        }

        var taken = await Task.WhenAll(people.Select(async person =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 6; i++)
            {
                await person.GetAsync("/review?" + string.Join('&', mine.Select(m => $"held={m}")));
                mine.Add(person.Message);
            }

            person.Dispose();
            return mine;
        }));

        Assert.Equal(30, taken.SelectMany(m => m).Distinct().Count());
    }

    [Fact]
    public async Task A_new_guess_never_overrules_a_person()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(1));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        await analyst.GetAsync("/review?message=1");
        await analyst.SubmitAsync("/review?handler=Answer", ("message", "1"), ("verdict", "9"), ("seen", "0"));

        await GuessAsync(database, 1, 7, "0.10", "{0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.05,0.05}");

        Assert.Equal(["9|person"], await Rows.ListAsync(database, "select category_id, source from standings"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from review_queue"));
    }

    [Fact]
    public async Task The_words_behind_a_guess_and_the_likest_labelled_mail_are_shown()
    {
        var database = await StoredMail.InAsync(servers,
            Some.Mail("SECMP0055 refinement consultation", "Please find our response to the refinement consultation on SECMP0055 legal text."),
            Some.Mail("SECMP0056 refinement consultation", "Our response to the refinement consultation on SECMP0056 legal text is attached."),
            Some.Mail("Engagement Day", "Two places for the Engagement Day please, one vegetarian."));
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        using var analyst = await pages.SignInAsync();
        var (first, second) = (await StoredMail.IdAsync(database, 1), await StoredMail.IdAsync(database, 2));
        foreach (var (message, verdict) in new[] { (first, "7"), (await StoredMail.IdAsync(database, 3), "10") })
        {
            await analyst.GetAsync($"/review?message={message}");
            await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{message}"), ("verdict", verdict), ("seen", "0"));
        }

        await analyst.GetAsync($"/messages/{second}");

        Assert.Contains("Why Modifications", analyst.Text, StringComparison.Ordinal);
        Assert.Matches("refinement( consultation)? (subject|text), [0-9]+ %", analyst.Text);
        Assert.Contains("People said of mail like this Modifications : SECMP0055 refinement consultation", analyst.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Engagement Day Priya", analyst.Text, StringComparison.Ordinal);

        await analyst.SubmitAsync($"/messages/{first}?handler=Undo", ("correction", "1"));
        await analyst.GetAsync($"/messages/{second}");
        Assert.Contains("Nobody has labelled similar mail yet.", analyst.Text, StringComparison.Ordinal);
    }

    static Task<IReadOnlyList<string>> GuessAsync(string database, long message, short category, string confidence, string scores) =>
        Rows.ListAsync(database, $"insert into guesses (message_id, category_id, confidence, scores, source, model_id) select {message}, {category}, {confidence}, '{scores}', 'model', id from models returning id");
}
