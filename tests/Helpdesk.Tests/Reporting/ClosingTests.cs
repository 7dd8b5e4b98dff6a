using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>A closed month never changes by itself, and changes openly.</summary>
public sealed class ClosingTests(Servers servers)
{
    [Fact]
    public async Task A_closed_month_keeps_its_figures_and_its_bytes_whatever_comes_later()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 2), ("2019-06", 1, 3), ("2019-06", 2, 4));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        var files = await FilesAsync(database, []);

        await Months.AddAsync(database, "2019-06", 1, 5);
        await Months.CorrectAsync(database, "2019-06", 2, 3);
        await Months.DoAsync(database, "insert into models (version, category_ids) values ('newer', '{1}'); update categories set name = 'Renamed' where id = 1");

        Assert.Equal(files, await FilesAsync(database, [new("Reporting__TableNumber", "9"), new("Reporting__CountInternal", "true")]));
        Assert.Equal("Renamed,8", (await Months.CsvAsync(database, "--month", "2019-06", "--months", "1"))[1]);
    }

    [Fact]
    public async Task Late_mail_a_correction_and_an_erasure_become_items_and_a_new_version_takes_them_in()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3), ("2019-06", 2, 4));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        await Months.AddAsync(database, "2019-06", 1, 1);
        await Months.CorrectAsync(database, "2019-06", 2, 3);
        await Months.DoAsync(database, """
            create temp table gone as select message_id as id from message_standings where category_id = 1 order by 1 limit 1;
            delete from guesses where message_id in (select id from gone);
            delete from deliveries where message_id in (select id from gone);
            delete from messages where id in (select id from gone)
            """);

        Assert.Equal(["corrected", "erased, or moved to another month", "late mail"], await Rows.ListAsync(database, "select why from restatement_items order by why"));
        var restated = (await HelpdeskRun.OnAsync(database, "restate", "--month", "2019-06", "--note", "late mail found")).Succeeded();

        Assert.Contains("version 2; 3 items were taken in", restated.Output, StringComparison.Ordinal);
        Assert.Equal(["Applications,3", "Sub-Committees,3", "Consultation Correspondence,1"], (await Months.CsvAsync(database, "--month", "2019-06", "--months", "1", "--as", "published")).Skip(1).Take(3));
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from restatement_items"));
        var section = (await HelpdeskRun.OnAsync(database, "section", "--month", "2019-06", "--as", "published", "--format", "html")).Succeeded().Output;
        Assert.Contains("Sub-Committees, June 2019: first published as 4, now 3 (late mail found).", section, StringComparison.Ordinal);
        (await HelpdeskRun.OnAsync(database, "restate", "--month", "2019-06")).Refused("nothing to restate");
        await Months.AgreesAsync(database);
    }

    [Fact]
    public async Task A_page_shows_the_certificate_as_last_counted_until_something_changes_and_the_closing_counts_it()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var author = await PageTests.SignedInAsync(database, served, "author", "ada");
        // Counted an hour after the last change, and then made recognisable.
        await Months.DoAsync(database, """
            select fold_changes(0);
            update figure_changes set at = at - interval '1 hour';
            select count_certificates(true);
            update certificate_counts set stored = 77
            """);

        Assert.Contains("77 deliveries stored, 3 in the figures", await PageAsync(), StringComparison.Ordinal);
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        await Months.AddAsync(database, "2019-06", 1, 1);
        Assert.Contains("4 deliveries stored, 4 in the figures", await PageAsync(), StringComparison.Ordinal);

        Task<string> PageAsync() => author.GetStringAsync("/months/2019-06", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_correction_that_is_undone_leaves_no_item()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        await Months.CorrectAsync(database, "2019-06", 1, 2);
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from restatement_items"));

        await Months.DoAsync(database, "insert into corrections (message_id, kind, undoes) select message_id, 'undo', id from corrections");

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from restatement_items"));
    }

    [Fact]
    public async Task The_edition_before_a_restatement_is_found_by_its_moment()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 3), ("2019-06", 1, 3));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-05")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        var then = await Rows.ScalarAsync<string>(database, "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        await Months.AddAsync(database, "2019-05", 1, 1);
        (await HelpdeskRun.OnAsync(database, "restate", "--month", "2019-05")).Succeeded();

        Assert.EndsWith(",4,3", (await Months.CsvAsync(database, "--month", "2019-06", "--as", "published"))[1], StringComparison.Ordinal);
        Assert.EndsWith(",3,3", (await Months.CsvAsync(database, "--month", "2019-06", "--as", "published", "--as-of", then))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_is_not_over_empty_or_closed_before_cannot_be_closed_and_an_open_one_not_restated()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3), ("2990-01", 1, 1));

        (await HelpdeskRun.OnAsync(database, "close", "--month", "2990-01", "--sign-off", "now")).Refused("2990-01 is not over");
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2018-01", "--sign-off", "now")).Refused("no mail in 2018-01");
        (await HelpdeskRun.OnAsync(database, "restate", "--month", "2019-06")).Refused("2019-06 is open");
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Refused("already closed");
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from publications"));
    }

    [Fact]
    public async Task A_guess_below_its_category_s_own_threshold_is_doubtful_wherever_doubt_is_shown()
    {
        // Sure enough for the least confidence of all, not for the category's: one of five; another is answered.
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await Months.AddAsync(database, "2019-06", 2, 2, confidence: 0.8f, doubtful: true);
        await Months.AddAsync(database, "2019-05", 2, 1, confidence: 0.3f);
        await Months.CorrectAsync(database, "2019-06", 2, 3);
        await Months.DoAsync(database, "insert into message_texts (message_id, from_name, from_address, recipients, subject, body, new_text, attachments) select id, '', 'a@calderwyn.example', '{}', 'Subject ' || id, 'Text', 'Text', '{}' from messages");
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();

        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Refused("1 doubtful mail in 1 cell");
        await analyst.GetAsync("/?month=2019-06");
        Assert.Contains("of these 1 doubtful", analyst.Page, StringComparison.Ordinal);
        await analyst.GetAsync("/messages?state=doubtful&month=2019-06");
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(analyst.Page, "name=\"ids\""));
        await analyst.GetAsync("/review");
        Assert.Contains("2 doubtful left", analyst.Text, StringComparison.Ordinal);
        await analyst.GetAsync("/metrics");
        Assert.Contains("helpdesk_doubtful{otel_scope_name=\"Helpdesk\"} 2", analyst.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_checklist_holds_open_needs_a_reason_which_is_kept()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await Months.AddAsync(database, "2019-06", 2, 1, confidence: 0.3f);
        await Months.DoAsync(database, "update folders set last_success_at = '2019-06-30 22:59:59Z'");

        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Refused("1 doubtful mail", "Mailbox 'helpdesk' was last read completely at 2019-06-30 22:59:59 UTC");
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from publications"));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06", "--sign-off", "server was down")).Succeeded();

        Assert.Equal("server was down (open: mailboxes, doubtful)", await Rows.ScalarAsync<string>(database, "select sign_off from publications"));
    }

    [Fact]
    public async Task Mail_that_comes_while_a_month_is_closed_is_in_it_or_an_item()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        var coming = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Months.AddAsync(database, "2019-06", 2, 2);
            }
        }, TestContext.Current.CancellationToken);
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06", "--sign-off", "in a hurry")).Succeeded();
        await coming;

        Assert.Equal(43, await Rows.ScalarAsync<long>(database, "select (select count(*) from published_members) + (select count(*) from restatement_items)"));
    }

    static async Task<IReadOnlyList<string>> FilesAsync(string database, KeyValuePair<string, string?>[] settings)
    {
        var hashes = new List<string>();
        foreach (var arguments in (string[][])[["table", "--format", "csv"], ["table", "--format", "xlsx"], ["table", "--format", "docx"], ["section", "--format", "docx"], ["section", "--format", "html"], ["chart", "--format", "png"]])
        {
            var file = Path.GetTempFileName();
            (await HelpdeskRun.OnAsync(database, settings, [.. arguments, "--month", "2019-06", "--as", "published", "--output", file])).Succeeded();
            hashes.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))));
            File.Delete(file);
        }

        return hashes;
    }
}
