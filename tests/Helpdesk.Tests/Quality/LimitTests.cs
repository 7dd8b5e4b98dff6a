using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

/// <summary>What limits a figure, and the figures themselves, are the same wherever they are shown.</summary>
public sealed class LimitTests(Servers servers)
{
    [Fact]
    public async Task Whatever_limits_a_figure_stands_on_the_page_in_the_terminal_and_in_the_answer_for_programs()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", [.. Answer.Month.Select((n, c) => c == 8 ? 2 : n)]);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var analyst = await pages.SignInAsync(name: "noor");
        await months.AnswerAsync("2019-06", 12);
        await months.AddAsync("2019-06", [1]);
        await months.DoAsync("update model_mixes set calibrated = false");

        var half = await SaidEverywhereAsync(months, analyst);
        // Half an audit, late mail, one person, a retired model, no calibration; and categories without an answer.
        Assert.Equal(5, half.GetProperty("limits").GetArrayLength());
        Assert.Contains(half.Cells(), c => c.GetProperty("limit").ValueKind == JsonValueKind.String);

        await months.DoAsync("delete from audit_answers; delete from model_mixes; delete from audit_draws; delete from audits; delete from quality_months");
        var none = await SaidEverywhereAsync(months, analyst);
        Assert.Contains("No audit sample was drawn", none.Limits(), StringComparison.Ordinal);
        Assert.Contains("has not left behind on what mix it was trained", none.Limits(), StringComparison.Ordinal);
        Assert.Contains("Nobody knows yet", none.Said("sentence"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_the_terminal_the_answer_for_programs_and_the_months_checklist_say_the_same_figures()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", Answer.Month, knowing: false);
        await Answer.OfAsync(months.Database, "2019-06", "--draw");
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var author = await pages.SignInAsync("author", "noor");
        await months.AnswerAsync("2019-06");

        var quality = await SaidEverywhereAsync(months, author);
        await author.GetAsync("/months/2019-06");

        Assert.Equal(60, quality.GetProperty("accuracy").Of("answers"));
        Assert.Contains(quality.GetProperty("drift").Said("sentence"), (await HelpdeskRun.OnAsync(months.Database, "quality", "--month", "2019-06")).Output, StringComparison.Ordinal);
        Assert.All(quality.Cells().Where(c => !c.GetProperty("firm").GetBoolean()), c =>
            Assert.Matches($@"{Regex.Escape(c.Said("category"))} ([\d,]+ and )?may be off by {c.Of("mayBeOff")}\b", author.Text));
        Assert.All(quality.Cells().Where(c => c.GetProperty("firm").GetBoolean()), c =>
            Assert.DoesNotMatch($@"{Regex.Escape(c.Said("category"))} ([\d,]+ and )?may be off", author.Text));
    }

    [Fact]
    public async Task A_month_that_nobody_audited_is_not_called_free_of_doubt_in_its_checklist()
    {
        var months = await (await JudgedMonths.NewAsync(servers)).AddAsync("2019-06", [3]);
        await using var pages = await ServedPages.StartAsync(months.Database);
        using var author = await pages.SignInAsync("author", "noor");
        await months.DoAsync("insert into corrections (message_id, kind, category_id, person_id) select message_id, 'category', 1, 1 from message_standings order by 1");

        await author.GetAsync("/months/2019-06");

        Assert.Contains("only an audit sample tells, and nobody has answered one", author.Text, StringComparison.Ordinal);
    }

    /// <summary>Asks for the month in all three ways, and holds the page and the terminal against the answer for programs.</summary>
    static async Task<JsonElement> SaidEverywhereAsync(JudgedMonths months, PlainBrowser reader)
    {
        var quality = await Answer.OfAsync(months.Database, "2019-06");
        var terminal = Regex.Replace((await HelpdeskRun.OnAsync(months.Database, "quality", "--month", "2019-06")).Succeeded().Output, @"\s+", " ");
        await reader.GetAsync("/quality?month=2019-06");
        string[] sentences = [quality.Said("sentence"), quality.GetProperty("drift").Said("sentence"), .. quality.GetProperty("limits").EnumerateArray().Select(l => l.GetString()!), .. quality.Cells().Select(c => c.GetProperty("limit").GetString()).OfType<string>()];
        Assert.All(sentences, s =>
        {
            Assert.Contains(s, terminal, StringComparison.Ordinal);
            Assert.Contains(s, reader.Text, StringComparison.Ordinal);
        });
        Assert.All(quality.Cells(), c =>
        {
            var firm = c.GetProperty("firm").GetBoolean();
            var figures = string.Create(CultureInfo.InvariantCulture, $"{c.Said("category")} {c.Of("printed"):N0} {c.Of("raw"):N0} {c.GetProperty("adjusted").GetDouble():N1} {c.Of("low"):N0} to {c.Of("high"):N0} {(firm ? "firm" : $"{c.Of("mayBeOff"):N0}")}");
            Assert.Contains(figures, terminal, StringComparison.Ordinal);
            Assert.Contains(firm ? figures : figures + " mails", reader.Text, StringComparison.Ordinal);
        });
        return quality;
    }
}
