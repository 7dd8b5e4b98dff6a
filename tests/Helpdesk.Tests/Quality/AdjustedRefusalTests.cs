using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

/// <summary>Adjusted counts that nobody can vouch for are not printed; the refusal names the step that mends it, and nothing falls back in silence.</summary>
public sealed class AdjustedRefusalTests(Servers servers)
{
    static readonly string[] Adjusted = ["--adjusted", "--note", "nearer to the truth"];

    [Fact]
    public async Task A_month_without_a_whole_sample_or_a_reason_does_not_print_adjusted_counts()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync(AuditedMonth.Month, Answer.Month);
        await People.AddAsync(months.Database, "noor", "analyst");

        (await months.CloseAsync(Adjusted)).Refused("cannot be printed", "no audit sample", "'helpdesk quality --month 2019-06 --draw'", "/quality/audit");
        await Answer.OfAsync(months.Database, AuditedMonth.Month, "--draw");
        (await months.CloseAsync(Adjusted)).Refused("0 of the 60 sampled mails of June 2019 are answered: answer the rest on /quality/audit.");
        await months.AnswerAsync(AuditedMonth.Month, 31);
        (await months.CloseAsync(Adjusted)).Refused("31 of the 60 sampled mails");
        await months.AnswerAsync(AuditedMonth.Month);
        (await months.CloseAsync("--adjusted")).Refused("Give the reason", "--note REASON");

        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, "select count(*) from publications"));
        (await months.CloseAsync(Adjusted)).Succeeded();
    }

    [Fact]
    public async Task Scores_that_nobody_can_judge_and_mail_that_no_sample_stands_for_are_refused_where_there_is_more_than_a_little()
    {
        var months = await AuditedMonth.NewAsync(servers);
        await months.DoAsync("update model_mixes set calibrated = false");
        (await months.CloseAsync(Adjusted)).Refused("868 mails of June 2019 that nobody answered were guessed by model tested, which has no calibration", "answer them on /messages");
        await months.DoAsync("delete from model_mixes; delete from quality_months");
        (await months.CloseAsync(Adjusted)).Refused("is retired and has not left behind on what mix it was trained");
        await months.DoAsync("insert into model_mixes (model_id, mix, calibrated) values (1, array_fill(1.0 / 11, array[11]), true); delete from quality_months");

        await months.AddAsync(AuditedMonth.Month, [15]);
        Assert.Null((await Answer.OfAsync(months.Database, AuditedMonth.Month)).GetProperty("notToPrint").GetString());
        Assert.Contains("Whoever closes the month may print the adjusted counts", (await HelpdeskRun.OnAsync(months.Database, "quality", "--month", AuditedMonth.Month)).Output, StringComparison.Ordinal);
        await months.AddAsync(AuditedMonth.Month, [15]);
        (await months.CloseAsync(Adjusted)).Refused("30 mails of June 2019 came after its sample was drawn", "print the counted figures");
        (await HelpdeskRun.OnAsync(months.Database, [new("Reporting__CountDuplicates", "true")], ["close", "--month", AuditedMonth.Month, .. AuditedMonth.SignedOff, .. Adjusted])).Refused("Reporting__CountDuplicates");
        (await months.RestateAsync(Adjusted)).Refused("2019-06 is open");
        (await months.RestateAsync("--counted", "--adjusted")).Refused("contradict each other");
        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, "select count(*) from publications"));
    }

    [Fact]
    public async Task A_restatement_that_leaves_changes_out_or_lost_its_sample_does_not_fall_back_to_counts()
    {
        var months = await AuditedMonth.NewAsync(servers);
        (await months.CloseAsync(Adjusted)).Succeeded();
        await months.DoAsync("""
            insert into corrections (message_id, kind, category_id, person_id) select message_id, 'category', 5, 1 from message_standings where category_id = 8 and source = 'model' order by 1 limit 2;
            insert into restatement_notes (message_id, month, category_id, standing, copies, reason, person) select message_id, month, category_id, standing, copies, 'too late', 'ada' from restatement_items order by 1 limit 1
            """);

        (await months.RestateAsync("--note", "one of two")).Refused("1 is left out because it was noted or not chosen", "choose every item on /months/2019-06");
        await months.AddAsync(AuditedMonth.Month, [40]);
        (await months.RestateAsync("--note", "late mail")).Refused("40 mails of June 2019 came after its sample was drawn");
        Assert.Equal(1, await Rows.ScalarAsync<long>(months.Database, "select count(*) from publications"));
        (await months.RestateAsync("--counted", "--note", "late mail")).Succeeded();
    }

    [Fact]
    public async Task In_the_browser_an_estimate_older_than_the_latest_answer_is_not_printed()
    {
        var months = await AuditedMonth.NewAsync(servers);
        await using var pages = await ServedPages.StartAsync(months.Database, new KeyValuePair<string, string?>("Quality__MostForPage", "9"));
        using var author = await pages.SignInAsync("author", "ada");

        await author.GetAsync("/months/2019-06");
        Assert.Contains("The adjusted counts cannot be printed. They are older than the latest mail or answers", author.Text, StringComparison.Ordinal);
        await author.SubmitAsync("/months/2019-06?handler=Close", ("prints", "adjusted"), ("note", "nearer to the truth"), ("reason", "invented mail"));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, author.Status);
        Assert.Contains("The adjusted counts of 2019-06 cannot be printed. They are older than the latest mail or answers", author.Text, StringComparison.Ordinal);
        await author.SubmitAsync("/months/2019-06?handler=Close", ("prints", "guessed"), ("note", "nearer to the truth"), ("reason", "invented mail"));
        Assert.Contains("it is counted or adjusted", author.Text, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, "select count(*) from publications"));
    }
}
