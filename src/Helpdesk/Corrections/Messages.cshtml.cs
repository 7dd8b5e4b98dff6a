using System.Text;
using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Corrections;

/// <summary>Search, filters, export, and the start of a bulk correction.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class MessagesModel(MessageList list, CategoryBook categories, BulkStore bulk, SearchIndex index, ReadLog reads, IOptions<CountingOptions> counting) : PageModel
{
    /// <summary>What a search reads on the spot when mail has just come: half a second at most.</summary>
    const int FreshMail = 200;

    /// <summary>Null when the address cannot be understood; <see cref="Refused"/> says why.</summary>
    public MessageFilter? Filter { get; private set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MessageList.Page Found { get; private set; } = new([], 0, null);

    public IReadOnlyList<CategoryBook.Category> Book { get; private set; } = [];

    public IReadOnlyList<string> Mailboxes { get; private set; } = [];

    public IReadOnlyList<(long Id, string Person, DateTimeOffset At, string Selection, bool Undone)> Latest { get; private set; } = [];

    /// <summary>Messages that a search does not find yet.</summary>
    public int Behind { get; private set; }

    public string? Refused { get; private set; }

    [TempData]
    public string? Trouble { get; set; }

    public string Name(short? category) => Book.FirstOrDefault(c => c.Id == category)?.Name ?? "";

    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, counting.Value.Zone).ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Book = await categories.ReadAsync(stop);
        Mailboxes = await list.MailboxesAsync(stop);
        Latest = await bulk.LatestAsync(stop);
        try
        {
            Filter = MessageFilter.Parse(Request.Query);
            if (Filter.Search is not null && (Behind = await index.BehindAsync(stop)) is > 0 and <= FreshMail)
            {
                await index.TakeAsync(FreshMail, stop);
                Behind = 0;
            }

            Found = await list.ReadAsync(Filter, After, stop);
        }
        catch (Refusal refusal)
        {
            Refused = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>All that the filter shows, as CSV.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken stop)
    {
        try
        {
            Book = await categories.ReadAsync(stop);
            Filter = MessageFilter.Parse(Request.Query);
            var text = new StringBuilder("\uFEFFId,Received,Month,Mailbox,From,Domain,Subject,Category,Decided by,Confidence,Standing\r\n");
            var count = 0;
            await foreach (var row in list.AllAsync(Filter, stop))
            {
                count++;
                text.AppendJoin(',', [row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Cell(Time(row.ReceivedAt)), row.Month.ToString(), Cell(row.Mailbox), Cell(row.From), Cell(row.Domain), Cell(row.Subject), Cell(Name(row.Category)), row.Source ?? "", row.Confidence?.ToString("F3", System.Globalization.CultureInfo.InvariantCulture) ?? "", row.Standing]).Append("\r\n");
            }

            await reads.ExportedAsync(User.PersonId, Filter.Describe(Book), count, stop);
            return File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "messages.csv");
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
            return RedirectToPage();
        }
    }

    /// <summary>Prepares a bulk correction of the ticked messages, or of all that the filter shows, and goes to its preview.</summary>
    public async Task<IActionResult> OnPostBulkAsync(string? verdict, string? which, long[] ids, CancellationToken stop)
    {
        try
        {
            var filter = MessageFilter.Parse(Request.Query);
            var said = Verdict.Parse(verdict) ?? throw new Refusal("Choose what the messages are to become.");
            var (selection, messages) = which == "all"
                ? (filter.Describe(await categories.ReadAsync(stop)), await list.IdsAsync(filter, stop))
                : ("ticked by hand", ids.Distinct().ToArray());
            return Redirect($"/messages/bulk/{await bulk.PrepareAsync(User.PersonId, said, selection, messages, stop)}");
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
            return Redirect("/messages" + Request.QueryString.Value?.Replace("handler=Bulk", "", StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Quoted, and made harmless where a spreadsheet would take it for a formula.</summary>
    static string Cell(string? text) => text switch
    {
        null or "" => "",
        ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] => Quoted("'" + text),
        _ => Quoted(text),
    };

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
