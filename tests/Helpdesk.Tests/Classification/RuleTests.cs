using Helpdesk.Classification;
using Helpdesk.Tests.Support;
using Helpdesk.Text;

namespace Helpdesk.Tests.Classification;

/// <summary>Rules decide before the model, say so, and are counted, contradicted and ended in the open.</summary>
public sealed class RuleTests(Servers servers)
{
    [Theory]
    [InlineData("mailbox", "ssc@secas.example", true)]
    [InlineData("mailbox", "@secas.example", true)]
    [InlineData("mailbox", "sc@secas.example", false)]
    [InlineData("sender", "priya.nair@calderwyn.example", true)]
    [InlineData("sender", "PRIYA.NAIR@calderwyn.example", true)]
    [InlineData("sender", "@calderwyn.example", true)]
    [InlineData("sender", "@wyn.example", false)]
    [InlineData("subject", "weekly figures *", true)]
    [InlineData("subject", "figures", false)]
    [InlineData("header", "X-Loop: *", true)]
    [InlineData("header", "X-Loop: other", false)]
    [InlineData("subject", "(a+)+$", false)]
    public void A_pattern_fits_what_it_names(string of, string pattern, bool fits)
    {
        var rule = new Rule("r", Enum.Parse<Rule.Kind>(of, ignoreCase: true), pattern, "Other", "test");
        var mail = new MailInput("Weekly figures 12", new MailText("", "", ""), [], "priya.nair@calderwyn.example", ["ssc@secas.example"], Automatic: false, Earlier: null) { Headers = ["X-Loop: desk"] };

        Assert.Equal(fits, rule.Fits(mail));
    }

    [Fact]
    public async Task A_rule_decides_for_mail_to_come_and_its_name_stands_in_the_guess()
    {
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "rules", "add", "meter list", "--of", "header", "--pattern", "X-List: meters*", "--category", "Sub-Committees", "--reason", "the monthly list");

        await PollAsync(database, Some.Mail(and: m => m.Headers.Add("X-List", "Meters and more")), Some.Mail());

        Assert.Equal(["meter list|Sub-Committees|1|rule", "|model"], [
            .. await Rows.ListAsync(database, "select g.rule || '|' || c.name || '|' || g.confidence || '|' || g.source from guesses g join categories c on c.id = g.category_id where rule is not null"),
            .. await Rows.ListAsync(database, "select '|' || source from guesses where rule is null")]);
        Assert.Contains("meter list: 1 mails (50.0 %)", (await RunAsync(database, "rules", "report")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_decides_for_a_category_that_was_renamed_and_for_one_that_the_model_never_saw()
    {
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "rules", "add", "firm", "--of", "sender", "--pattern", "@calderwyn.example", "--category", "Sub-Committees", "--reason", "test");
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var administrator = await pages.SignInAsync("administrator");
            await administrator.GetAsync("/categories");
            await administrator.SubmitAsync("/categories?handler=Change", ("key", await Rows.ScalarAsync<string>(database, "select key from categories where name = 'Sub-Committees'")), ("name", "Quite another name"));
            await administrator.SubmitAsync("/categories?handler=Add", ("name", "Smart Data"), ("first", "2019-06"), ("belongs", "Requests for data of meters."), ("doesNot", ""), ("example", "Data request"));
        }

        await RunAsync(database, "rules", "add", "data", "--of", "subject", "--pattern", "Data request*", "--category", "Smart Data", "--reason", "test");
        await PollAsync(database, Some.Mail("Data request 12"), Some.Mail("Something else"));

        Assert.Equal(["data|Smart Data", "firm|Quite another name"], await Rows.ListAsync(database, "select g.rule || '|' || c.name from guesses g join categories c on c.id = g.category_id order by 1"));
    }

    [Fact]
    public async Task The_newest_rule_decides_and_the_report_names_the_contradiction()
    {
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "rules", "add", "firm", "--of", "sender", "--pattern", "@calderwyn.example", "--category", "Modifications", "--reason", "test");
        await RunAsync(database, "rules", "add", "figures", "--of", "subject", "--pattern", "Weekly figures*", "--category", "Other", "--reason", "test");

        await PollAsync(database, Some.Mail("Weekly figures 7"), Some.Mail("Something else"));

        Assert.Equal(["figures", "firm"], await Rows.ListAsync(database, "select rule from guesses order by rule"));
        Assert.Contains("'figures' and 'firm' contradict each other on 1 of the newest 2 mails", (await RunAsync(database, "rules", "report")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_people_overrule_or_that_decides_nothing_any_more_is_reported()
    {
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "rules", "add", "firm", "--of", "sender", "--pattern", "@calderwyn.example", "--category", "Modifications", "--reason", "test");
        await RunAsync(database, "rules", "add", "silent", "--of", "sender", "--pattern", "@nobody.example", "--category", "Other", "--reason", "test");
        await PollAsync(database, Some.Mail());
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var analyst = await pages.SignInAsync();
            await analyst.GetAsync("/review?message=1");
            await analyst.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "1"), ("seen", "0"));
        }

        await Rows.ListAsync(database, "update rules set made_at = now() - interval '1 year' where name = 'silent' returning 1");

        var report = (await RunAsync(database, "rules", "report")).Output;
        Assert.Contains("firm: 1 mails (100.0 %)", report, StringComparison.Ordinal);
        Assert.Contains("people said otherwise of 1; people contradict it", report, StringComparison.Ordinal);
        Assert.Contains("silent: 0 mails (0.0 %), last never, people said otherwise of 0; dead", report, StringComparison.Ordinal);
        Assert.DoesNotContain("firm: 1 mails (100.0 %), last never", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_rule_decides_no_more_and_its_guesses_keep_its_name()
    {
        var database = await servers.NewDatabaseAsync();
        await RunAsync(database, "rules", "add", "firm", "--of", "sender", "--pattern", "@calderwyn.example", "--category", "Modifications", "--reason", "test");
        await PollAsync(database, Some.Mail());
        await RunAsync(database, "rules", "end", "firm", "--reason", "over");
        await PollAsync(database, Some.Mail());

        Assert.Equal(["firm", ""], await Rows.ListAsync(database, "select coalesce(rule, '') from guesses order by id"));
        Assert.DoesNotContain("firm", (await RunAsync(database, "rules", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is no category of the report", "a", "sender", "@b.example", "Complaints", "why")]
    [InlineData("a pattern that does not fit every mail", "a", "sender", "*", "Other", "why")]
    [InlineData("a reason", "a", "sender", "@b.example", "Other", " ")]
    [InlineData("There is a rule 'automatic' already", "automatic", "sender", "@b.example", "Other", "why")]
    public async Task A_rule_that_cannot_be_is_refused(string words, string name, string of, string pattern, string category, string reason) =>
        (await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), "rules", "add", name, "--of", of, "--pattern", pattern, "--category", category, "--reason", reason)).Refused(words);

    [Fact]
    public async Task What_is_no_rule_or_part_of_the_program_cannot_be_ended()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "rules", "end", "automatic", "--reason", "no")).Refused("is part of the program");
        (await HelpdeskRun.OnAsync(database, "rules", "end", "nothing", "--reason", "no")).Refused("There is no rule 'nothing' in force");
    }

    static async Task<HelpdeskRun> RunAsync(string database, params string[] arguments) => (await HelpdeskRun.OnAsync(database, arguments)).Succeeded();

    async Task PollAsync(string database, params MimeKit.MimeMessage[] mails)
    {
        var mailbox = servers.NewMailbox("helpdesk");
        foreach (var mail in mails)
        {
            mailbox.Deliver(mail, mail.Date);
        }

        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
    }
}
