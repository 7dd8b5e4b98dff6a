using Helpdesk.Tests.Support;
using MimeKit;

namespace Helpdesk.Tests.Reporting;

/// <summary>The figures follow every event, once.</summary>
public sealed class FigureTests(Servers servers)
{
    [Fact]
    public async Task A_correction_moves_a_count_once_and_its_undo_moves_it_back()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3), ("2019-06", 2, 2));

        await Months.CorrectAsync(database, "2019-06", 1, 2);
        Assert.Equal(["1|2", "2|3"], await CountsAsync(database));
        await Months.DoAsync(database, "insert into corrections (message_id, kind, undoes) select message_id, 'undo', id from corrections");

        Assert.Equal(["1|3", "2|2"], await CountsAsync(database));
        await Months.AgreesAsync(database);
    }

    [Fact]
    public async Task A_duplicate_follows_its_message_into_another_category()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 1));
        await Months.DoAsync(database, "insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched) select 1, 1, 999, id, received_at, false, false from messages");

        await Months.CorrectAsync(database, "2019-06", 1, 5);

        Assert.Equal(["5|counted|1", "5|duplicate|1"], await Rows.ListAsync(database, "select category_id, standing, count from monthly_counts order by 2"));
        await Months.AgreesAsync(database);
    }

    [Theory]
    [InlineData(false, false, 2, "Duplicate deliveries +2", "Automatic +1")]
    [InlineData(true, false, 3, "Automatic +2")]
    [InlineData(false, true, 3, "Duplicate deliveries +2")]
    [InlineData(true, true, 5)]
    public async Task The_same_mail_in_two_mailboxes_under_each_counting_rule_adds_up_to_what_was_received(bool duplicates, bool automatic, int total, params string[] memo)
    {
        var database = await servers.NewDatabaseAsync();
        TestMailbox[] mailboxes = [servers.NewMailbox("helpdesk"), servers.NewMailbox("change")];
        MimeMessage[] toBoth = [Some.Mail(), Some.Mail(and: m => m.Headers.Add("Auto-Submitted", "auto-replied"))];
        foreach (var mailbox in mailboxes)
        {
            mailbox.DeliverAll(toBoth, Some.Moment);
        }

        mailboxes[0].Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailboxes.SelectMany((m, i) => m.Settings(i)), "poll")).Succeeded();
        KeyValuePair<string, string?>[] rules = [new("Reporting__CountDuplicates", duplicates.ToString()), new("Reporting__CountAutomatic", automatic.ToString())];

        var text = (await HelpdeskRun.OnAsync(database, rules, "table", "--month", "2019-03", "--months", "1")).Succeeded().Output;

        Assert.Matches("Mail received +5\n", text);
        Assert.Matches($"Total +{total}\n", text);
        Assert.All(memo, line => Assert.Matches(line + "\n", text));
        await Months.AgreesAsync(database);
    }

    [Fact]
    public async Task Mail_set_aside_leaves_the_count_and_stands_in_the_memo()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 2));
        await Months.DoAsync(database, "insert into corrections (message_id, kind) select min(id), 'set aside' from messages");

        var text = (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06", "--months", "1")).Succeeded().Output;

        Assert.Matches("Mail received +2\n", text);
        Assert.Matches("Set aside by staff +1\n", text);
        Assert.Matches("Total +1\n", text);
        await Months.AgreesAsync(database);
    }

    [Fact]
    public async Task A_table_as_of_a_moment_shows_what_was_known_then()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 2));
        var then = await Rows.ScalarAsync<string>(database, "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        await Months.CorrectAsync(database, "2019-06", 1, 2);
        await Months.AddAsync(database, "2019-06", 3, 4);

        Assert.Equal("Total,6", (await Months.CsvAsync(database, "--month", "2019-06", "--months", "1"))[^1]);
        Assert.Equal(["Applications,2", "Sub-Committees,0"], (await Months.CsvAsync(database, "--month", "2019-06", "--months", "1", "--as-of", then)).Skip(1).Take(2));
        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06", "--as-of", "2019-07-05")).Refused("Nothing was known at 2019-07-05 22:59:59 UTC", "first mail");
    }

    [Fact]
    public async Task Folding_the_changes_changes_no_figure()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 2), ("2019-06", 1, 3));
        await Months.CorrectAsync(database, "2019-06", 1, 2);
        var before = await Rows.ListAsync(database, "select * from monthly_figures order by month, category_id");

        await Months.DoAsync(database, "select fold_changes(0)");

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from unfolded_changes"));
        Assert.Equal(before, await Rows.ListAsync(database, "select * from monthly_figures order by month, category_id"));
        await Months.AgreesAsync(database);
    }

    [Fact]
    public async Task A_recount_finds_a_figure_that_is_off_by_one_and_changes_nothing()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 2));
        await Months.DoAsync(database, "select fold_changes(0); update monthly_totals set count = count + 1");

        (await HelpdeskRun.OnAsync(database, "recount")).Refused("differ");

        Assert.Equal(1, await Rows.ScalarAsync<int>(database, "select differences from recounts"));
        Assert.Equal(3, await Rows.ScalarAsync<int>(database, "select sum(count)::integer from monthly_counts"));
    }

    [Fact]
    public async Task Mailboxes_that_bring_the_same_mail_at_once_while_people_correct_neither_deadlock_nor_miscount()
    {
        var database = await servers.NewDatabaseAsync();
        var mailboxes = Enumerable.Range(0, 4).Select(n => servers.NewMailbox($"box{n}")).ToList();
        for (var i = 0; i < 60; i++)
        {
            var mail = Some.Mail();
            foreach (var mailbox in mailboxes)
            {
                mailbox.Deliver(mail, Some.Moment.AddMinutes(i));
            }
        }

        using var ending = new CancellationTokenSource();
        var correcting = Task.Run(async () =>
        {
            for (short to = 1; !ending.IsCancellationRequested; to = (short)((to % 11) + 1))
            {
                await Months.DoAsync(database, FormattableString.Invariant($"insert into corrections (message_id, kind, category_id) select id, 'category', {to} from messages order by id desc limit 25"));
            }
        }, TestContext.Current.CancellationToken);
        (await HelpdeskRun.OnAsync(database, mailboxes.SelectMany((m, i) => m.Settings(i)), "poll")).Succeeded();
        await ending.CancelAsync();
        await correcting;

        Assert.Equal(240, await Rows.ScalarAsync<int>(database, "select sum(count)::integer from monthly_counts"));
        await Months.AgreesAsync(database);
    }

    static Task<IReadOnlyList<string>> CountsAsync(string database) => Rows.ListAsync(database, "select category_id, count from monthly_counts where standing = 'counted' order by 1");
}
