using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>Where the files of a closed month go, and the telephone log's number in them.</summary>
public sealed class DeliveryTests(Servers servers)
{
    [Fact]
    public async Task Closing_brings_the_files_to_the_folder_and_to_the_author()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await using var post = new PostBox();
        var folder = Directory.CreateTempSubdirectory("helpdesk-delivery-").FullName;
        (await HelpdeskRun.OnAsync(database, "calls", "add", "--date", "2019-06-14", "--category", "training", "--count", "17")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "calls", "add", "--date", "2019-07-01")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "calls", "withdraw", "1")).Succeeded();

        (await HelpdeskRun.OnAsync(database, [.. post.Settings(), new("Delivery__Folder", folder), new("Delivery__To__0", "author@secas.example")], "close", "--month", "2019-06")).Succeeded();

        Assert.Contains("There were 16 telephone enquiries and 3 email enquiries to the various SECAS mailboxes in June 2019.",
            await File.ReadAllTextAsync(Path.Combine(folder, "2019-06", "edition-1", "section.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var mail = await post.FirstAsync();
        Assert.Contains("author@secas.example", mail, StringComparison.Ordinal);
        Assert.Contains("2019-06-section.docx", mail, StringComparison.Ordinal);
        Assert.Contains("2019-06-table.xlsx", mail, StringComparison.Ordinal);
        Assert.Equal(2, await Rows.ScalarAsync<long>(database, "select count(*) from edition_posts where posted_at is not null"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_month_is_closed_although_its_files_do_not_go_through_and_they_stay_due()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        var file = Path.GetTempFileName();

        var closed = (await HelpdeskRun.OnAsync(database, [new("Delivery__Folder", file)], "close", "--month", "2019-06")).Succeeded();

        Assert.Contains("1 delivery of the files failed", closed.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await Rows.ScalarAsync<long>(database, "select count(*) from edition_posts where posted_at is null and attempts = 1"));
        File.Delete(file);
    }

    [Fact]
    public async Task A_call_with_a_wrong_day_or_category_is_refused()
    {
        var database = await servers.NewDatabaseAsync();

        (await HelpdeskRun.OnAsync(database, "calls", "add", "--date", "14.6.2019")).Refused("--date is '14.6.2019', which is no day");
        (await HelpdeskRun.OnAsync(database, "calls", "add", "--date", "2990-01-01")).Refused("lies ahead");
        (await HelpdeskRun.OnAsync(database, "calls", "add", "--date", "2019-06-14", "--category", "orchids")).Refused("no category 'orchids'");
    }
}
