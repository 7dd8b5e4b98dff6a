using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>Tables published before this system.</summary>
public sealed class ImportTests(Servers servers)
{
    static readonly string[] Good = File.ReadAllLines(Demo.DemoPlan.PublishedFile);

    [Fact]
    public async Task A_table_comes_out_as_it_went_in_also_by_way_of_a_workbook()
    {
        var database = await servers.NewDatabaseAsync();
        var other = await servers.NewDatabaseAsync();
        var workbook = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");
        (await HelpdeskRun.OnAsync(database, "import", "table", Demo.DemoPlan.PublishedFile)).Succeeded();
        (await HelpdeskRun.OnAsync(database, "table", "--month", "2019-06", "--as", "published", "--format", "xlsx", "--output", workbook)).Succeeded();
        (await HelpdeskRun.OnAsync(other, "import", "table", workbook)).Succeeded();
        File.Delete(workbook);

        Assert.Equal(Good, await Months.CsvAsync(database, "--month", "2019-06", "--as", "published"));
        Assert.Equal(Good, await Months.CsvAsync(other, "--month", "2019-06", "--as", "published"));
    }

    [Theory]
    [InlineData("Category,2019-05,2019-07", "without a gap", "line 1, column 3")]
    [InlineData("Category,2019-05,May", "is no month", "column 3")]
    [InlineData("Applications,1,1\nApplications,1,1", "twice", "line 3")]
    [InlineData("Applications,-1,1", "'-1' is no count", "2019-05")]
    [InlineData("Applications,1.5,1", "'1.5' is no count", "2019-05")]
    [InlineData("Applications,,1", "'' is no count", "2019-05")]
    [InlineData("Total,7,7", "the total is 7", "add up to 11")]
    [InlineData("Other,1", "2 columns", "the header has 3")]
    [InlineData("Orchids,1,1", "no category 'Orchids'", "Applications")]
    public async Task A_broken_table_is_refused_by_line_or_cell_and_changes_nothing(string change, string what, string where)
    {
        var database = await servers.NewDatabaseAsync();
        var file = Path.GetTempFileName();
        var lines = new List<string> { "Category,2019-05,2019-06" };
        lines.AddRange(Good.Skip(1).SkipLast(1).Select(l => l.Split(',')[0] + ",1,1"));
        lines.Add("Total,11,11");
        var key = change.Split(',')[0];
        var at = lines.FindIndex(l => l.StartsWith(key + ",", StringComparison.Ordinal));
        lines[at < 0 ? 1 : at] = change;
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);

        (await HelpdeskRun.OnAsync(database, "import", "table", file)).Refused(what, where);

        Assert.Equal(0, await Rows.ScalarAsync<long>(database, "select count(*) from publications"));
        File.Delete(file);
    }

    [Fact]
    public async Task Where_messages_exist_too_the_page_shows_published_against_counted_with_room_for_the_reason()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 20));
        (await HelpdeskRun.OnAsync(database, "import", "table", Demo.DemoPlan.PublishedFile)).Succeeded();
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var author = await PageTests.SignedInAsync(database, served, "author", "ada");

        var page = await author.GetStringAsync("/months/2019-06", TestContext.Current.CancellationToken);

        Assert.Matches("Applications</th>\\s*<td class=\"number\">23</td>\\s*<td class=\"number\">20</td>\\s*<td class=\"number\">-3</td>", page);
        Assert.Contains("aria-label=\"Explanation of Applications\"", page, StringComparison.Ordinal);
    }
}
