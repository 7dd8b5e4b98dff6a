using System.Net;
using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class ListTests(Servers servers)
{
    [Fact]
    public async Task The_search_finds_stems_phrases_and_fields_and_names_what_it_cannot_understand()
    {
        var database = await StoredMail.InAsync(servers,
            Some.Mail("Assessment booked", "We are booking a FUSA in the week of the 9th.", from: "Tom <tom@hexwold.example>"),
            Some.Mail("Draft budget", "The booking of the room was cancelled. See SECP_70_1207_18.", from: "Ana <ana@fen-moor.example>"),
            Some.Mail("Budget draft", "A draft of the Director's Letter and the budget.", and: m => m.Body = new MimeKit.Multipart("mixed") { new MimeKit.TextPart("plain") { Text = "Attached." }, new MimeKit.MimePart("application", "pdf") { FileName = "remediation_plan.pdf", Content = new MimeKit.MimeContent(new MemoryStream("x"u8.ToArray())), ContentDisposition = new("attachment") } }));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        foreach (var (search, found) in new[]
        {
            ("book", "1 2"), ("\"draft budget\"", "2"), ("budget -draft", ""), ("subject:budget", "2 3"), ("text:budget", ""), ("fusa or cancelled", "1 2"),
            ("from:hexwold", "1"), ("from:fen-moor", "2"), ("attachment:remediation", "3"), ("SECP_70_1207_18", "2"), ("\"week of the 9th\"", "1"), ("RE: budget", ""), ("zebra", ""),
        })
        {
            await analyst.GetAsync("/messages?sort=oldest&q=" + Uri.EscapeDataString(search));
            Assert.Equal(HttpStatusCode.OK, analyst.Status);
            Assert.Equal((search, found), (search, await StoredMail.ShownAsync(database, analyst)));
        }

        foreach (var (search, sentence) in new[]
        {
            ("\"draft budget", "a quotation mark that does not close"), ("colour:red", "There is no field 'colour' to search in; the fields are subject:"), ("budget or", "The search ends with 'or'"),
            ("or budget", "an 'or' with nothing before it"), ("the", "only words that stand in every mail"), ("!!!", "The search has no word in it"), (new string('a', 9) + string.Concat(Enumerable.Repeat(" b", 41)), "more than 40 words"),
        })
        {
            await analyst.GetAsync("/messages?q=" + Uri.EscapeDataString(search));
            Assert.Equal(HttpStatusCode.BadRequest, analyst.Status);
            Assert.Contains(sentence, analyst.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Filters_pick_and_name_what_is_no_value_of_theirs()
    {
        var database = await StoredMail.InAsync(servers,
            Some.Mail(date: new(2019, 2, 3, 9, 0, 0, default)),
            Some.Mail(from: "a@sub.calderwyn.example"),
            Some.Mail(from: "a@other.example", and: m => m.Headers.Add("Auto-Submitted", "auto-replied")));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        var second = await StoredMail.IdAsync(database, 2);
        await analyst.GetAsync($"/review?message={second}");
        await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{second}"), ("verdict", "9"), ("seen", "0"));
        foreach (var (query, found) in new[]
        {
            ("month=2019-02", "1"), ("category=9", "2"), ("source=person", "2"), ("source=rule", "3"), ("state=automatic", "3"), ("state=counted", "1 2"),
            ("domain=calderwyn.example", "1 2"), ("domain=sub.calderwyn.example", "2"), ("domain=wyn.example", ""), ("mailbox=helpdesk", "1 2 3"), ("mailbox=finance", ""), ("least=100", "3"), ("most=0", ""),
        })
        {
            await analyst.GetAsync("/messages?sort=oldest&" + query);
            Assert.Equal((query, found), (query, await StoredMail.ShownAsync(database, analyst)));
            var count = found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.Contains(count == 0 ? "No message" : $"{count} message{(count == 1 ? "" : "s")}", analyst.Text, StringComparison.Ordinal);
        }

        foreach (var (query, sentence) in new[]
        {
            ("month=2019-13", "'2019-13' is no month"), ("category=x", "'x' is no category"), ("source=god", "There is no source 'god'"), ("state=lost", "There is no state 'lost'"),
            ("least=101", "'101' is no confidence"), ("least=60&most=50", "No confidence is at least 60 % and below 50 %"), ("sort=up", "There is no order 'up'"), ("after=nonsense", "The address of this page is incomplete"),
        })
        {
            await analyst.GetAsync("/messages?" + query);
            Assert.Equal(HttpStatusCode.BadRequest, analyst.Status);
            Assert.Contains(sentence, analyst.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_show_every_message_once_in_every_order_also_when_mail_comes_in_between()
    {
        var database = await StoredMail.InAsync(servers, StoredMail.Questions(120, Some.Moment));
        await Rows.ListAsync(database, """
            update messages set parked = true where id = 7;
            delete from guesses where message_id = 7;
            insert into guesses (message_id, category_id, confidence, scores, source, model_id)
            select 100 + n % 20, 1, 0.2 + n % 10 / 25.0, array_fill(0.1::real, array[11]), 'model', (select min(id) from models) from generate_series(1, 60) n
            """);
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();
        foreach (var sort in (string[])["newest", "oldest", "doubt", "doubt&source=model&state=counted"])
        {
            var seen = new List<string>();
            await analyst.GetAsync($"/messages?sort={sort}");
            while (true)
            {
                seen.AddRange(Regex.Matches(analyst.Page, "name=\"ids\" value=\"([0-9]+)\"").Select(m => m.Groups[1].Value));
                if (Regex.Match(analyst.Page, "href=\"([^\"]+)\" rel=\"next\"") is not { Success: true } next)
                {
                    break;
                }

                if (sort == "newest")
                {
                    await StoredMail.MoreAsync(servers, database, StoredMail.Questions(1, Some.Moment.AddHours(1)));
                }

                await analyst.GetAsync(WebUtility.HtmlDecode(next.Groups[1].Value));
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(Enumerable.Range(1, 120).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Except(seen), sort.Contains("source", StringComparison.Ordinal) ? ["7"] : []);
            if (sort.StartsWith("doubt", StringComparison.Ordinal))
            {
                Assert.Equal(await Rows.ListAsync(database, $"select message_id from standings {(sort == "doubt" ? "" : "where source = 'model'")} order by coalesce(confidence, 0), message_id"), seen);
            }
        }
    }

    [Fact]
    public async Task What_is_shown_is_exported_harmless_for_spreadsheets_and_on_record()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail("=HYPERLINK(\"http://evil.example\")", from: "\"@SUM(1)\" <x@calderwyn.example>"), Some.Mail("Say \"hello\", please"), Some.Mail("Not this one", date: new(2019, 1, 3, 9, 0, 0, default)));
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync(name: "noor");

        await analyst.GetAsync("/messages?month=2019-03&sort=oldest&handler=Export");

        var lines = analyst.Page.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Id,Received,Month,Mailbox,From,Domain,Subject,Category,Decided by,Confidence,Standing", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",\"14 Mar 2019 09:26\",2019-03,\"helpdesk\",\"'@SUM(1)\",\"calderwyn.example\",\"'=HYPERLINK(\"\"http://evil.example\"\")\",", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Say \"\"hello\"\", please\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(["noor|month March 2019|2"], await Rows.ListAsync(database, "select p.user_name, e.selection, e.messages from message_exports e join people p on p.id = e.person_id"));
    }
}
