using System.Globalization;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Post;
using Helpdesk.Reporting.Exports;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Delivery;

/// <summary>Brings the files of editions to a folder and to people; what does not go through is tried again.</summary>
sealed partial class EditionPost(HelpdeskDatabase database, EditionStore editions, ReportStore reports, FigureStore figures, PostOffice post, IOptions<DeliveryOptions> delivery, IOptions<CountingOptions> counting, TimeProvider clock, ILogger<EditionPost> log)
{
    /// <summary>What is sent by mail: to paste, to reckon with, to show.</summary>
    static readonly string[] Enclosed = ["section.docx", "table.xlsx", "table.csv", "chart.png"];

    sealed record Due(int Id, int Edition, Month Month, int Number, string Way, string Target);

    /// <summary>Delivers every edition that has not reached where the settings send it; safe to run twice.</summary>
    /// <returns>How many deliveries failed.</returns>
    public async Task<int> DeliverAsync(CancellationToken stop)
    {
        await PlanAsync(stop);
        var failures = 0;
        foreach (var due in await DueAsync(stop))
        {
            try
            {
                await DeliverAsync(due, stop);
                await database.ExecuteAsync("update edition_posts set attempts = attempts + 1, posted_at = $2, failure = null where id = $1", [due.Id, clock.GetUtcNow()], stop);
                Delivered(due.Month.ToString(), due.Number, due.Way);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException or MailKit.ProtocolException or MailKit.CommandException or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or TimeoutException)
            {
                failures++;
                await database.ExecuteAsync("update edition_posts set attempts = attempts + 1, failure = $2 where id = $1", [due.Id, e.GetType().Name], stop);
                NotDelivered(due.Month.ToString(), due.Number, due.Way, e.GetType().Name);
            }
        }

        return failures;
    }

    /// <summary>Brings the draft of the latest month that is not closed to the same places.</summary>
    public async Task DeliverDraftAsync(CancellationToken stop)
    {
        if (await figures.LatestMonthAsync(stop) is not { } latest || await editions.FindAsync(latest, null, stop) is not null)
        {
            return;
        }

        var report = await reports.ComposeAsync(latest, null, Figures.Current, null, stop);
        await DeliverAsync(latest, "draft", name => Task.FromResult(ReportFiles.Named(name).Write(report)), delivery.Value.Folder, delivery.Value.To, null, stop);
    }

    async Task DeliverAsync(Due due, CancellationToken stop)
    {
        var edition = new EditionStore.Edition(due.Edition, due.Month, due.Number, default);
        // The table as CSV has exactly the report's form and no place for a word about estimates.
        var estimates = (await editions.ReportAsync(edition, stop)).Table.EstimateLine;
        await DeliverAsync(due.Month, string.Create(CultureInfo.InvariantCulture, $"edition-{due.Number}"), async name => (await editions.FileAsync(edition, name, stop))!,
            due.Way == "folder" ? due.Target : null, due.Way == "mail" ? [due.Target] : [], estimates, stop);
    }

    async Task DeliverAsync(Month month, string what, Func<string, Task<byte[]>> file, string? folder, IEnumerable<string> to, string? estimates, CancellationToken stop)
    {
        if (folder is not null)
        {
            var place = Path.Combine(folder, month.ToString(), what);
            Directory.CreateDirectory(place);
            foreach (var name in ReportFiles.All.Select(f => f.Name))
            {
                // Beside and renamed: whoever watches the folder never sees half a file.
                var path = Path.Combine(place, name);
                await File.WriteAllBytesAsync(path + ".new", await file(name), stop);
                File.Move(path + ".new", path, overwrite: true);
            }
        }

        foreach (var address in to)
        {
            var enclosed = new List<(string, byte[])>();
            foreach (var name in Enclosed)
            {
                enclosed.Add(($"{month}-{name}", await file(name)));
            }

            await post.SendAsync([address], $"Helpdesk report {month.Title}, {what.Replace('-', ' ')}",
                $"The files of section 4 for {month.Title} ({what.Replace('-', ' ')}) are enclosed. Months are cut in {counting.Value.TimeZone}.{(estimates is null ? "" : " " + estimates)}\n", enclosed, stop);
        }
    }

    /// <summary>What the settings ask for, for the last edition of every month that was made since they did.</summary>
    async Task PlanAsync(CancellationToken stop)
    {
        var targets = delivery.Value.To.Where(_ => post.IsOpen).Select(t => (Way: "mail", Target: t))
            .Concat(delivery.Value.Folder is { Length: > 0 } folder ? [(Way: "folder", Target: Path.GetFullPath(folder))] : []);
        foreach (var (way, target) in targets)
        {
            await database.ExecuteAsync("""
                insert into edition_posts (edition_id, way, target)
                select distinct on (month) id, $1, $2 from editions order by month, number desc
                on conflict do nothing
                """, [way, target], stop);
        }
    }

    /// <summary>Ten attempts at most: then a person has to look, on the month's page.</summary>
    Task<IReadOnlyList<Due>> DueAsync(CancellationToken stop) => database.ListAsync("""
        select p.id, e.id, e.month, e.number, p.way, p.target from edition_posts p join editions e on e.id = p.edition_id
        where p.posted_at is null and p.attempts < 10 order by e.month, e.number, p.id
        """, [], row => new Due(row.GetInt32(0), row.GetInt32(1), Month.Of(row.GetFieldValue<DateOnly>(2)), row.GetInt32(3), row.GetString(4), row.GetString(5)), stop);

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivered edition {Number} of {Month} by {Way}")]
    partial void Delivered(string month, int number, string way);

    [LoggerMessage(Level = LogLevel.Error, Message = "Edition {Number} of {Month} could not be delivered by {Way} ({Reason}); it is tried again")]
    partial void NotDelivered(string month, int number, string way, string reason);
}
