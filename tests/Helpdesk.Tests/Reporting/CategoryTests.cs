using System.Net;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>The report's rows change, and nothing that was printed changes with them.</summary>
public sealed class CategoryTests(Servers servers)
{
    [Fact]
    public async Task A_new_category_stands_in_the_table_with_its_first_month_and_people_may_choose_it()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 2), ("2019-06", 1, 3));
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");

        await administrator.GetAsync("/categories");
        await administrator.SubmitAsync("/categories?handler=Add", ("name", "Smart  Data"), ("first", "2019-06"), ("belongs", "Requests for data of meters."), ("doesNot", ""), ("example", "Data request"));

        Assert.Contains("Smart Data added, counted from 2019-06", administrator.Text, StringComparison.Ordinal);
        await administrator.GetAsync("/review?message=5");
        await administrator.SubmitAsync("/review?handler=Answer", ("message", "5"), ("verdict", "12"), ("seen", "0"));
        var csv = await Months.CsvAsync(database, "--month", "2019-06", "--months", "2");
        Assert.Equal(["Smart Data,,1", "Total,2,3"], csv.TakeLast(2));
        Assert.Contains("from Jun 19", (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06", "--months", "2")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_category_keeps_its_mail_and_its_model_and_marks_a_break_of_the_series()
    {
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        var database = await Months.OfAsync(servers, ("2019-06", 7, 2));
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/categories");

        await administrator.SubmitAsync("/categories?handler=Change", ("key", "modifications"), ("name", "Changes to the Code"), ("first", ""), ("last", ""), ("belongs", "x"), ("doesNot", "y"), ("example", "z"));

        Assert.Contains("Modifications: called Changes to the Code", administrator.Text, StringComparison.Ordinal);
        Assert.Contains("Changes to the Code,2", await Months.CsvAsync(database, "--month", "2019-06", "--months", "1"));
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        Assert.Equal(["Modifications is called Changes to the Code"], await Rows.ListAsync(database, "select note from series_breaks"));
    }

    [Fact]
    public async Task The_words_behind_a_guess_are_shown_under_the_category_s_new_name()
    {
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/review?message=1");
        var words = Words(administrator.Page);
        Assert.NotEmpty(words);
        await administrator.GetAsync("/categories");

        await administrator.SubmitAsync("/categories?handler=Change", ("key", await Rows.ScalarAsync<string>(database, "select c.key from guesses g join categories c on c.id = g.category_id")), ("name", "Quite another name"));
        await administrator.GetAsync("/review?message=1");

        Assert.Contains("Why Quite another name", administrator.Text, StringComparison.Ordinal);
        Assert.Equal(words, Words(administrator.Page));

        static IEnumerable<string> Words(string page) => System.Text.RegularExpressions.Regex.Matches(page, "<li><b>([^<]+)</b> <span class=\"note\">").Select(m => m.Value).ToList();
    }

    [Fact]
    public async Task A_closed_month_is_the_same_bytes_after_its_categories_were_renamed_moved_and_joined_by_another()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06", "--sign-off", "test")).Succeeded();
        string[] export = ["table", "--month", "2019-06", "--as", "published", "--format", "md"];
        var before = (await HelpdeskRun.OnAsync(database, export)).Succeeded().Output;
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/categories");

        await administrator.SubmitAsync("/categories?handler=Change", ("key", "applications"), ("name", "Joining"));
        await administrator.SubmitAsync("/categories?handler=Move", ("key", "applications"), ("up", "false"));
        await administrator.SubmitAsync("/categories?handler=Add", ("name", "Smart Data"), ("first", "2019-07"));

        Assert.StartsWith("Sub-Committees Joining", administrator.Text[administrator.Text.IndexOf("Sub-Committees", StringComparison.Ordinal)..].Replace(" always 0 Up Down", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, (await HelpdeskRun.OnAsync(database, export)).Succeeded().Output);
    }

    [Theory]
    [InlineData("", "2019-06", "", "A category needs a name")]
    [InlineData("Smart Data", "", "", "Say from which month Smart Data is counted")]
    [InlineData("Smart Data", "2019-13", "", "The first month is '2019-13', which is no month")]
    [InlineData("Smart Data", "2019-06", "2019-05", "would end in 2019-05 before it begins in 2019-06")]
    [InlineData("modifications", "2019-06", "", "which is Modifications's")]
    [InlineData("Panel and Board (old)", "2019-06", "", "is or was the name of Panel & Board Correspondence")]
    public async Task A_category_that_cannot_be_meant_is_refused_and_what_was_written_stays(string name, string first, string last, string sentence)
    {
        var database = await servers.NewDatabaseAsync();
        await Months.DoAsync(database, "insert into category_names (name, category_id) values ('Panel and Board (old)', 6)");
        await using var pages = await ServedPages.StartAsync(database);
        using var administrator = await pages.SignInAsync("administrator");
        await administrator.GetAsync("/categories");

        await administrator.SubmitAsync("/categories?handler=Add", ("name", name), ("first", first), ("last", last), ("belongs", "what I wrote"));

        Assert.Equal(HttpStatusCode.BadRequest, administrator.Status);
        Assert.Contains(sentence, administrator.Text, StringComparison.Ordinal);
        Assert.Contains("what I wrote", administrator.Text, StringComparison.Ordinal);
        Assert.Equal(11, await Rows.ScalarAsync<long>(database, "select count(*) from categories"));
    }

    [Fact]
    public async Task Only_an_administrator_changes_the_rows()
    {
        var database = await servers.NewDatabaseAsync();
        await using var pages = await ServedPages.StartAsync(database);
        using var author = await pages.SignInAsync("author");

        await author.GetAsync("/categories");

        Assert.StartsWith("/not-allowed", author.Path, StringComparison.Ordinal);
    }
}
