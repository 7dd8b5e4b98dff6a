using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Privacy;

public sealed class PrivacyTests(Servers servers)
{
    const string Everything = "select coalesce(string_agg(t::text, ' '), '') from message_texts t";
    const string Figures = "select month, category_id, standing, count from monthly_counts order by 1, 2, 3";

    [Fact]
    public async Task The_clocks_erase_texts_and_parked_originals_and_no_figure_moves()
    {
        var (database, mailbox) = await FilledAsync();
        mailbox.Deliver(Some.Mail(), DateTimeOffset.UtcNow.AddDays(-1));
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        await Rows.ListAsync(database, "insert into parked_mail (message_id, error_class, error, attempts, raw, parked_at, next_attempt_at) select min(id), 'parse', 'x', 1, 'secret bytes', now() - interval '40 days', now() from messages");
        var figures = await Rows.ListAsync(database, Figures);
        var table = await TableAsync(database);

        var run = (await HelpdeskRun.OnAsync(database, "purge")).Succeeded();
        var again = (await HelpdeskRun.OnAsync(database, "purge")).Succeeded();

        Assert.Contains("Erased 4 texts and 1 parked originals", run.Output, StringComparison.Ordinal);
        Assert.Contains("Erased 0 texts and 0 parked originals", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from message_texts"));
        Assert.Equal(["erased|0|"], await Rows.ListAsync(database, "select error_class, octet_length(raw), next_attempt_at from parked_mail"));
        Assert.Equal(figures, await Rows.ListAsync(database, Figures));
        Assert.Equal(table, await TableAsync(database));
        Assert.Equal(["originals erased|1", "text erased|4"], await Rows.ListAsync(database, "select kind, messages from privacy_acts order by kind"));
        // What was erased does not come back with the next poll, nor with a comparison of all UIDs.
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from message_texts"));
    }

    [Fact]
    public async Task Erasing_a_person_takes_text_address_and_name_everywhere_and_leaves_every_figure()
    {
        var (database, mailbox) = await FilledAsync();
        var figures = await Rows.ListAsync(database, Figures);
        var table = await TableAsync(database);

        var run = (await HelpdeskRun.OnAsync(database, "purge", "person", "Priya.Nair@calderwyn.example", "--reference", "R-17")).Succeeded();

        Assert.Contains("Erased the text of 2 mails", run.Output, StringComparison.Ordinal);
        Assert.Contains("in 1 mails of others", run.Output, StringComparison.Ordinal);
        var left = await Rows.ScalarAsync<string>(database, Everything);
        Assert.DoesNotContain("nair", left, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("meter 4711", left, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("we told [erased] ([erased]) to wait", left, StringComparison.Ordinal);
        Assert.Contains("nothing to do with her", left, StringComparison.Ordinal);
        Assert.Equal(figures, await Rows.ListAsync(database, Figures));
        Assert.Equal(table, await TableAsync(database));
        Assert.Equal(["person erased|R-17|2|1"], await Rows.ListAsync(database, "select kind, reference, messages, redacted from privacy_acts"));
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        Assert.DoesNotContain("nair", await Rows.ScalarAsync<string>(database, Everything), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_person_gets_their_own_mails_and_not_what_others_wrote()
    {
        var (database, _) = await FilledAsync();
        using var folder = new TemporaryFolder("helpdesk-export-");
        var file = Path.Combine(folder.Path, "person.json");

        var run = (await HelpdeskRun.OnAsync(database, "export", "person", "priya.nair@calderwyn.example", "--reference", "R-18", "--output", file)).Succeeded();

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("Wrote 2 mails of the person; 1 mails of others", run.Output, StringComparison.Ordinal);
        Assert.Contains("meter 4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain("to wait", text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["person exported|R-18|2"], await Rows.ListAsync(database, "select kind, reference, messages from privacy_acts"));
    }

    [Theory]
    [InlineData("not an address", "R-1", "no e-mail address")]
    [InlineData("a@b.example", "a@b.example", "may not be an address")]
    public async Task A_request_that_cannot_be_meant_is_refused(string address, string reference, string sentence)
    {
        var (database, _) = await FilledAsync();

        (await HelpdeskRun.OnAsync(database, "purge", "person", address, "--reference", reference)).Refused(sentence);

        Assert.Equal(4, await Rows.ScalarAsync<long>(database, "select count(*) from message_texts"));
    }

    /// <summary>Two mails of Priya Nair (one by the website's form), one of somebody else that names her, one that does not.</summary>
    async Task<(string Database, TestMailbox Mailbox)> FilledAsync()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(text: "It is about meter 4711.\r\n\r\nPriya Nair"), Some.Moment);
        mailbox.Deliver(Some.Mail(text: "Name: P. N.\r\nE-mail: priya.nair@calderwyn.example\r\nCompany: Calderwyn\r\nMessage: meter 4711 again", from: "website@forms.example"), Some.Moment);
        mailbox.Deliver(Some.Mail(text: "As agreed we told Priya Nair (PRIYA.NAIR@calderwyn.example) to wait.", from: "Tom Ash <tom@ash.example>"), Some.Moment);
        mailbox.Deliver(Some.Mail(text: "This has nothing to do with her.", from: "Tom Ash <tom@ash.example>"), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        return (database, mailbox);
    }

    static async Task<string> TableAsync(string database) =>
        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-03", "--format", "csv")).Succeeded().Output;
}
