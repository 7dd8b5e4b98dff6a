using System.Text.Json;
using System.Text.RegularExpressions;
using Helpdesk.Tests.Reporting;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

/// <summary>A month whose author decides so prints the adjusted counts, and says everywhere that they are estimates.</summary>
public sealed class AdjustedColumnTests(Servers servers)
{
    const string Line = "The counts of June 2019 by category are estimates; the total is counted.";

    [Fact]
    public async Task A_month_closed_with_adjusted_counts_prints_whole_mails_that_add_up_to_its_counted_total()
    {
        var months = await AuditedMonth.NewAsync(servers);
        var quality = await Answer.OfAsync(months.Database, AuditedMonth.Month);
        var counted = await months.ColumnAsync("current");

        var closed = (await months.CloseAsync("--adjusted", "--note", "the cells are not firm")).Succeeded();

        var printed = await months.ColumnAsync("published");
        Assert.Equal(quality.Lines("toPrint"), printed);
        Assert.Equal(quality.Lines("printed"), counted);
        Assert.NotEqual(counted, printed);
        Assert.Equal(counted[^1], printed[^1]);
        Assert.All(quality.Cells(), c => Assert.InRange(c.GetProperty("adjusted").GetDouble() - c.Of("toPrint"), -1, 1));
        Assert.Contains("It prints the adjusted counts, which are estimates. In the adjusted counts", closed.Output, StringComparison.Ordinal);
        Assert.Contains($"{quality.Cells()[6].Of("low")} to {quality.Cells()[6].Of("high")}", closed.Output, StringComparison.Ordinal);
        // What is known now stays counted, and so does the list behind every figure.
        Assert.Equal(counted, await months.ColumnAsync("current"));
        Assert.Equal(0, await Rows.ScalarAsync<long>(months.Database, """
            select count(*) from published_estimate_cells e
            where (counted, answered) <> (select count(*), count(*) filter (where m.source = 'person') from published_members m where m.publication_id = e.publication_id and m.category_id = e.category_id and m.standing = 'counted')
            """));
        await Months.AgreesAsync(months.Database);
    }

    [Fact]
    public async Task Every_output_has_the_same_estimates_and_calls_them_that()
    {
        var months = await AuditedMonth.NewAsync(servers);
        (await months.CloseAsync("--adjusted", "--note", "the cells are not firm")).Succeeded();
        var expected = await months.ColumnAsync("published");

        var csv = (await HelpdeskRun.OnAsync(months.Database, "table", "--month", AuditedMonth.Month, "--as", "published", "--format", "csv")).Succeeded();
        Assert.Contains(Line, csv.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("estimate", csv.Output, StringComparison.OrdinalIgnoreCase);
        var json = await TextAsync("table", "json");
        Assert.Equal(["2019-06"], JsonDocument.Parse(json).RootElement.GetProperty("estimated").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("stratified difference estimator", json, StringComparison.Ordinal);
        Assert.Contains("model tested; 60 mails answered by people, 60 of them drawn at random", json, StringComparison.Ordinal);
        Assert.EndsWith(Line + "\n", await TextAsync("table", "text"), StringComparison.Ordinal);
        var markdown = await TextAsync("section", "md");
        Assert.Contains("| Jun 19<sup>a</sup> |", markdown, StringComparison.Ordinal);
        Assert.Contains("<sup>a</sup> The counts of June 2019 by category are estimates (the cells are not firm): what was counted, adjusted by what people answered of 60 mails, all of them drawn at random. The total is counted.", markdown, StringComparison.Ordinal);
        Assert.Matches(@"Counted, with the 95 % interval of the truth: Applications \d+ \(\d+ to \d+\); ", markdown);
        var html = await TextAsync("section", "html");
        Assert.Contains($"months before. {Line}</p>", html, StringComparison.Ordinal);
        Assert.Contains(Line, await TextAsync("chart", "svg"), StringComparison.Ordinal);
        Assert.Contains(Line, await TextAsync("chart", "svg", "--kind", "multiples"), StringComparison.Ordinal);
        var (docx, xlsx) = (await BytesAsync("section", "docx"), await BytesAsync("table", "xlsx"));
        Assert.All([ReadBack.Json(json), ReadBack.Markdown(markdown), ReadBack.Html(html), ReadBack.Docx(docx), ReadBack.Xlsx(xlsx)], rows => Assert.Equal(expected, [.. rows.Select(Last)]));
        using var word = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(docx), isEditable: false);
        Assert.Contains("Jun 19a", word.MainDocumentPart!.Document.InnerText, StringComparison.Ordinal);
        Assert.Contains("are estimates (the cells are not firm)", word.MainDocumentPart.Document.InnerText, StringComparison.Ordinal);
        using var workbook = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(xlsx), isEditable: false);
        Assert.All(workbook.WorkbookPart!.WorksheetParts, sheet => Assert.Contains("are estimates", sheet.Worksheet.InnerText, StringComparison.Ordinal));

        await using var served = await RunningHelpdesk.ServeAsync(months.Database, []);
        using var api = await ApiTests.ClientAsync(months.Database, served, "estimates");
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(expected, [.. ReadBack.Csv(await api.GetStringAsync("/api/v1/table?month=2019-06&as=published&format=csv", stop)).Select(Last)]);
        var series = JsonDocument.Parse(await api.GetStringAsync("/api/v1/series?from=2019-06&to=2019-06&as=published&by=category,source", stop)).RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(expected.SkipLast(1).Select(l => l.Split(',')[1]).Order(), series.GroupBy(f => f.Said("category")).Select(g => $"{g.Sum(f => f.Of("count"))}").Order());
        Assert.Equal(0, series.Where(f => f.Said("source") == "adjusted").Sum(f => f.Of("count")));
        Assert.True(JsonDocument.Parse(await api.GetStringAsync("/api/v1/months/2019-06/versions", stop)).RootElement[0].GetProperty("adjusted").GetBoolean());

        static string Last(string line) => Regex.Replace(line, ",.*,", ",");

        async Task<string> TextAsync(string verb, string format, params string[] more) => (await HelpdeskRun.OnAsync(months.Database, [verb, "--month", AuditedMonth.Month, "--as", "published", "--format", format, .. more])).Succeeded().Output;

        async Task<byte[]> BytesAsync(string verb, string format)
        {
            var file = Path.GetTempFileName();
            (await HelpdeskRun.OnAsync(months.Database, verb, "--month", AuditedMonth.Month, "--as", "published", "--format", format, "--output", file)).Succeeded();
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            File.Delete(file);
            return bytes;
        }
    }

    [Fact]
    public async Task The_mail_with_the_files_of_a_month_says_which_counts_are_estimates()
    {
        var months = await AuditedMonth.NewAsync(servers);
        await using var post = new PostBox();

        (await HelpdeskRun.OnAsync(months.Database, [.. post.Settings(), new("Delivery__To__0", "author@secas.example")],
            ["close", "--month", AuditedMonth.Month, .. AuditedMonth.SignedOff, "--adjusted", "--note", "the cells are not firm"])).Succeeded();

        Assert.Contains(Line, Regex.Replace(await post.FirstAsync(), @"=?\r?\n", " ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_printed_stays_when_the_estimate_changes_and_a_restatement_goes_back_to_what_is_counted()
    {
        var months = await AuditedMonth.NewAsync(servers);
        (await months.CloseAsync("--adjusted", "--note", "the cells are not firm")).Succeeded();
        var printed = await months.ColumnAsync("published");
        var section = await SectionAsync();
        var estimates = await Rows.ListAsync(months.Database, "select * from published_estimate_cells order by category_id");
        await months.DoAsync("insert into corrections (message_id, kind, category_id, person_id) select message_id, 'category', 5, 1 from message_standings where category_id = 8 and source = 'model' order by 1 limit 40");
        Assert.NotEqual(printed, (await Answer.OfAsync(months.Database, AuditedMonth.Month)).Lines("toPrint"));

        Assert.Equal(printed, await months.ColumnAsync("published"));
        Assert.Equal(section, await SectionAsync());
        var then = await Rows.ScalarAsync<string>(months.Database, "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        (await months.RestateAsync("--counted", "--note", "counted by people meanwhile")).Succeeded();

        Assert.Equal(await months.ColumnAsync("current"), await months.ColumnAsync("published"));
        Assert.Equal(printed, await months.ColumnAsync("published", "--as-of", then));
        Assert.Equal(estimates, await Rows.ListAsync(months.Database, "select * from published_estimate_cells order by category_id"));
        var restated = await SectionAsync();
        Assert.DoesNotContain("by category are estimates", restated, StringComparison.Ordinal);
        Assert.Matches(@"General Queries, June 2019: first published as \d+, now \d+ \(counted by people meanwhile\)", restated);
        await Months.AgreesAsync(months.Database);

        async Task<string> SectionAsync() => (await HelpdeskRun.OnAsync(months.Database, "section", "--month", AuditedMonth.Month, "--as", "published", "--format", "html")).Succeeded().Output;
    }

    [Fact]
    public async Task A_restatement_prints_what_the_month_prints_now_unless_it_says_otherwise()
    {
        var months = await AuditedMonth.NewAsync(servers);
        (await months.CloseAsync()).Succeeded();
        Assert.DoesNotContain("estimate", (await HelpdeskRun.OnAsync(months.Database, "table", "--month", AuditedMonth.Month, "--as", "published", "--format", "json")).Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(await months.ColumnAsync("current"), await months.ColumnAsync("published"));

        (await months.RestateAsync("--adjusted", "--note", "nearer to the truth")).Succeeded();
        Assert.Equal((await Answer.OfAsync(months.Database, AuditedMonth.Month)).Lines("toPrint"), await months.ColumnAsync("published"));
        (await months.RestateAsync("--note", "again")).Refused("there is nothing to restate");
        (await months.RestateAsync("--adjusted", "--note", "again")).Refused("there is nothing to restate");
        await months.DoAsync("insert into corrections (message_id, kind, category_id, person_id) select message_id, 'category', 5, 1 from message_standings where category_id = 8 and source = 'model' order by 1 limit 40");
        (await months.RestateAsync("--note", "corrected")).Succeeded();

        Assert.Equal((await Answer.OfAsync(months.Database, AuditedMonth.Month)).Lines("toPrint"), await months.ColumnAsync("published"));
        (await months.RestateAsync("--counted")).Succeeded();
        Assert.Equal(await months.ColumnAsync("current"), await months.ColumnAsync("published"));
    }
}
