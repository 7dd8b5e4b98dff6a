using System.Text.RegularExpressions;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Corrections;

public sealed class CorrectedTests(Servers servers)
{
    [Fact]
    public async Task The_page_of_what_people_corrected_shows_of_each_cell_what_was_counted_decided_and_moved_in()
    {
        var database = await StoredMail.InAsync(servers, [.. StoredMail.Questions(3), .. StoredMail.Questions(2, Some.Moment.AddMonths(-13))]);
        await using var pages = await ServedPages.StartAsync(database, StoredMail.AllDoubtful);
        using var analyst = await pages.SignInAsync();
        foreach (var (turn, other) in new[] { (1, 0), (2, 0), (4, 0), (5, 1) })
        {
            await analyst.GetAsync("/corrected"); // what is counted here is kept until the next answer
            var message = await StoredMail.IdAsync(database, turn); // the first two are a year too old to be shown, the last stays a guess
            var guess = await Rows.ScalarAsync<short>(database, $"select category_id from guesses where message_id = {message}");
            await analyst.GetAsync($"/review?message={message}");
            await analyst.SubmitAsync("/review?handler=Answer", ("message", $"{message}"), ("verdict", $"{1 + ((guess - 1 + other) % 11)}"), ("seen", "0"));
        }

        await analyst.GetAsync("/corrected");

        var expected = await Rows.ListAsync(database, """
            select count(*) filter (where source = 'person') || ' of ' || count(*)
                || coalesce(' (' || nullif(count(*) filter (where source = 'person' and category_id <> (select category_id from guesses g where g.message_id = s.message_id)), 0) || ')', '')
            from standings s where month = '2019-03-01' group by category_id order by category_id
            """);
        Assert.Equal(expected, Regex.Matches(analyst.Page, @"<td>(\d+ of \d+(?: \(\d+\))?)</td>").Select(m => m.Groups[1].Value));
        Assert.Contains("(1)", string.Join(' ', expected), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(analyst.Page, "<td class=\"same\">1</td>"));
        Assert.Single(Regex.Matches(analyst.Page, "<td class=\"\">1</td>"));
    }
}
