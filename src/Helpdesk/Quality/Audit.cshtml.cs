using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Corrections;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>The audit: one sampled message after the other, answered without the guess in sight.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class AuditModel(AuditStore audits, ShownMessages messages, CategoryBook categories, CorrectionStore corrections, Desk desk, ReadLog reads, IOptions<CountingOptions> counting) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public Month Month { get; private set; }

    public AuditStore.Progress? Progress { get; private set; }

    /// <summary>The message to answer; null when none is left for this person.</summary>
    public ShownMessage? Message { get; private set; }

    public IReadOnlyList<CategoryBook.Category> Book { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var samples = await audits.ReadAsync(User.PersonId, stop);
        Progress = Month.TryParse(Asked, out var month)
            ? samples.FirstOrDefault(s => s.Month == month)
            : samples.FirstOrDefault(s => s.Mine > 0) ?? (samples is [var latest, ..] ? latest : null);
        Month = Progress?.Month ?? month;
        if (Progress is not null && await audits.NextAsync(Month, User.PersonId, stop) is { } next && await desk.OpenAsync(next, User.PersonId, stop) is null)
        {
            Message = await messages.FindAsync(next, stop);
            Book = await categories.ReadAsync(stop);
            await reads.ReadAsync(User.PersonId, next, stop);
        }

        return Page();
    }

    /// <summary>Keeps the blind answer; it decides the message too, unless a person has decided before.</summary>
    public async Task<IActionResult> OnPostAsync(long message, string? verdict, CancellationToken stop)
    {
        try
        {
            var said = Verdict.Parse(verdict) is { } parsed && parsed != Verdict.Restore ? parsed : throw new Refusal("No answer was chosen; choose a category.");
            if (await audits.WaitsAsync(message, User.PersonId, stop) && await messages.FindAsync(message, stop) is { } shown)
            {
                Book = await categories.ReadAsync(stop);
                CorrectionStore.Check(said, shown.Month, Book);
                if (shown.Source != "person" && shown.Standing != "set aside")
                {
                    // Before the blind answer: if the program stops between the two, the message is asked for again.
                    await corrections.AnswerAsync(message, said, shown.Seen, User.PersonId, null, stop);
                }

                await audits.KeepAsync(message, User.PersonId, said.Category, stop);
                Said = $"{CorrectionStore.Say(said.Kind, said.Category, Book)}.";
            }
            else
            {
                Said = "That message has its answer already.";
            }
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage(Month.TryParse(Asked, out var month) ? new { month } : null);
    }

    /// <summary>A moment as the helpdesk's clocks show it.</summary>
    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, counting.Value.Zone).ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
