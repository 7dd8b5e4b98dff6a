using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

public sealed class QualityVerbTests(Servers servers)
{
    [Fact]
    public async Task An_audited_month_says_between_what_its_counts_truly_lie()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        var unaudited = await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06");

        var audited = await Answer.OfAsync(months.Database, "2019-06");

        var truth = await months.TruthAsync("2019-06");
        // In print order, which is not that of the numbers in general, but is in the report's own categories.
        var covered = audited.Cells().Zip(truth).Count(c => c.Second >= c.First.Of("low") && c.Second <= c.First.Of("high"));
        Assert.True(covered >= 8, $"{covered} of 11 intervals hold the truth");
        Assert.Equal(60, audited.GetProperty("accuracy").Of("answers"));
        Assert.All(unaudited.Cells().Zip(audited.Cells()).Where(c => c.First.Of("raw") >= 50), c =>
            Assert.True(c.Second.Of("high") - c.Second.Of("low") < c.First.Of("high") - c.First.Of("low"), "answers narrow an interval"));
        Assert.Contains("Nobody knows yet how far the counts of June 2019 are off", unaudited.Said("sentence"), StringComparison.Ordinal);
        Assert.Contains("cells of June 2019", audited.Said("sentence"), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, unaudited.GetProperty("goal").GetProperty("more").ValueKind);
    }

    [Fact]
    public async Task Scores_that_say_nothing_never_look_sharp()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month, knowing: false);
        await PersonAsync(months);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06");

        var quality = await Answer.OfAsync(months.Database, "2019-06");

        Assert.Equal("meter", quality.GetProperty("drift").Said("verdict"));
        Assert.StartsWith("The meter broke:", quality.GetProperty("drift").Said("sentence"), StringComparison.Ordinal);
        Assert.All(quality.Cells(), c => Assert.False(c.GetProperty("firm").GetBoolean()));
        // Sixty answers alone tell a share of 928 mails to some ten points at best.
        Assert.True(quality.Cells().Average(c => c.Of("high") - c.Of("low")) > 60, "the intervals are wide");
    }

    [Fact]
    public async Task A_month_whose_mix_moved_is_told_from_one_whose_model_went_wrong()
    {
        var months = await JudgedMonths.NewAsync(servers);
        foreach (var month in new[] { "2019-02", "2019-03", "2019-04", "2019-05" })
        {
            await months.AddAsync(month, Answer.Month);
        }

        await months.AddAsync("2019-06", [.. Answer.Month.Select((n, c) => c == 2 ? 300 : n)]);
        await PersonAsync(months);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06");

        var drift = (await Answer.OfAsync(months.Database, "2019-06")).GetProperty("drift");

        Assert.Equal("world", drift.Said("verdict"));
        Assert.Contains("Consultation Correspondence", drift.Said("sentence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_limits_a_figure_is_said_beside_it()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", [.. Answer.Month.Select((n, c) => c == 8 ? 0 : n)]);
        await months.DoAsync("update model_mixes set calibrated = false");
        await PersonAsync(months);
        var undrawn = await Answer.OfAsync(months.Database, "2019-06");
        Assert.Contains("No audit sample was drawn for June 2019", undrawn.Limits(), StringComparison.Ordinal);
        Assert.All(undrawn.Cells().Where(c => c.Of("raw") > 0), c => Assert.StartsWith("No guess of this category was answered blind", c.Said("limit"), StringComparison.Ordinal));

        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06", 28);
        await months.AddAsync("2019-06", [1]);
        var half = await Answer.OfAsync(months.Database, "2019-06");
        await months.DoAsync("delete from model_mixes");
        await months.AddAsync("2019-06", [1]);
        var retired = await Answer.OfAsync(months.Database, "2019-06");

        Assert.Contains("28 of 60 sampled mails are answered", half.Limits(), StringComparison.Ordinal);
        Assert.Contains("1 mail came after the sample was drawn", half.Limits(), StringComparison.Ordinal);
        Assert.Contains("All blind answers are one person's", half.Limits(), StringComparison.Ordinal);
        Assert.Contains("Model tested has no calibration", half.Limits(), StringComparison.Ordinal);
        Assert.Contains("guessed by model tested, which is retired; its scores are judged by the mix it was trained on", half.Limits(), StringComparison.Ordinal);
        Assert.Contains("guessed by model tested, which is retired and has not left behind on what mix it was trained", retired.Limits(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_without_mail_and_one_that_is_none_are_refused()
    {
        var months = await JudgedMonths.NewAsync(servers);

        (await HelpdeskRun.OnAsync(months.Database, "quality", "--month", "2019-06")).Refused("June 2019 has no counted mail");
        (await HelpdeskRun.OnAsync(months.Database, "quality", "--month", "June")).Refused("'June'", "2019-06");
        (await HelpdeskRun.OnAsync(months.Database, "quality", "--month", "2999-01", "--draw")).Refused("January 2999 is not over");
    }

    [Fact]
    public async Task An_answer_to_a_mistake_that_somebody_came_across_counts_and_teaches_nothing()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06");
        var before = await Answer.OfAsync(months.Database, "2019-06");

        // Somebody looks for wrong guesses among the sure ones of one category; a model that believed these were drawn by chance would think all the others wrong too.
        await months.DoAsync("""
            insert into corrections (message_id, kind, category_id, person_id)
            select s.message_id, 'category', 1, 1 from message_standings s where s.source = 'model' and s.category_id = 8 and s.confidence > 0.98 order by 1 limit 12
            """);
        var after = await Answer.OfAsync(months.Database, "2019-06");

        Assert.Equal(before.Cells()[7].Of("printed") - 12, after.Cells()[7].Of("printed"));
        Assert.InRange(before.Cells()[7].GetProperty("adjusted").GetDouble() - after.Cells()[7].GetProperty("adjusted").GetDouble(), 9, 16);
        Assert.Equal(60, after.GetProperty("accuracy").Of("answers"));
    }

    [Fact]
    public async Task Answers_that_sure_scores_contradict_are_listed()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        var message = await Rows.ScalarAsync<long>(months.Database, "select message_id from message_standings where confidence > 0.99 and category_id = 7 order by 1 limit 1");
        await months.DoAsync($"insert into corrections (message_id, kind, category_id, person_id) values ({message}, 'category', 4, 1)");

        var noise = (await Answer.OfAsync(months.Database, "2019-06")).GetProperty("noise").EnumerateArray().ToList();

        Assert.Equal(message, noise[0].GetProperty("message").GetInt64());
        Assert.Equal(("Contact Info", "Modifications"), (noise[0].Said("answer"), noise[0].Said("guess")));
    }

    [Fact]
    public async Task The_worker_keeps_the_estimates_up_to_date_by_itself()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, "select count(*) from settling_queue"));
        await months.AnswerAsync("2019-06", 30);

        await using var worker = await RunningHelpdesk.StartAsync(months.Database, [], "helpdesk: the worker runs", "worker");
        while (await Rows.ScalarAsync<long>(months.Database, "select count(*) from settling_queue") == 0)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["30|30"], await Rows.ListAsync(months.Database, "select answers, blind_answers from quality_months"));
        Assert.Equal(100, await Rows.ScalarAsync<long>(months.Database, "select count(*) from settling_queue"));
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_while_later_ones_were_taken_in_makes_the_estimate_anew()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        await using var source = Npgsql.NpgsqlDataSource.Create(months.Database);
        await using var slow = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var begun = await slow.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var first = new Npgsql.NpgsqlCommand(Said(1), slow, begun);
        await first.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await months.DoAsync(Said(2));
        await MarkAsync();
        Assert.Equal(1, (await Answer.OfAsync(months.Database, "2019-06")).Of("answers"));

        await begun.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, (await Answer.OfAsync(months.Database, "2019-06")).Of("answers"));
        await MarkAsync();
        await months.DoAsync(Said(3));
        Assert.Equal(3, (await Answer.OfAsync(months.Database, "2019-06")).Of("answers"));

        static string Said(int message) => $"insert into corrections (message_id, kind, category_id, person_id) values ({message}, 'category', 4, 1)";

        // As the worker does every five minutes.
        async Task MarkAsync()
        {
            for (var i = 0; i < 3; i++)
            {
                await months.DoAsync("select mark_months()");
            }
        }
    }

    [Fact]
    public async Task The_month_end_names_the_cells_that_may_be_off()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month);
        await PersonAsync(months);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await months.AnswerAsync("2019-06");
        await Answer.OfAsync(months.Database, "2019-06");
        var worst = await Rows.ListAsync(months.Database, "select c.name, d.may_be_off from doubtful_cells d join categories c on c.id = d.category_id order by d.may_be_off desc limit 1");

        var refused = await HelpdeskRun.OnAsync(months.Database, "close", "--month", "2019-06");

        refused.Refused(worst[0].Split('|')[0], $"may be off by {worst[0].Split('|')[1]}");
    }

    static Task PersonAsync(JudgedMonths months) => People.AddAsync(months.Database, "noor", "analyst");
}
