using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Corrections;

/// <summary>A bulk correction: its preview before, its undo after.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class BulkModel(BulkStore bulk, CategoryBook categories, IOptions<CountingOptions> counting) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public BulkStore.Bulk Bulk { get; private set; } = null!;

    public IReadOnlyList<BulkStore.Move> Moves { get; private set; } = [];

    public IReadOnlyList<CategoryBook.Category> Book { get; private set; } = [];

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    /// <summary>The closed months it touches.</summary>
    public IEnumerable<Month> Closed => Moves.Where(m => m.Closed).Select(m => m.Month).Distinct();

    public string Target => CorrectionStore.Say(Bulk.Verdict.Kind, Bulk.Verdict.Category, Book);

    public string Name(short? category) => Book.FirstOrDefault(c => c.Id == category)?.Name ?? "no category yet";

    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, counting.Value.Zone).ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The effect on the table: each month's cells that grow or shrink. Mail that is not counted moves no figure unless it comes back from aside.</summary>
    public IEnumerable<(Month Month, string Category, int Change)> Effects()
    {
        var changes = new SortedDictionary<(Month, string), int>(Comparer<(Month, string)>.Create((a, b) => a.Item1.CompareTo(b.Item1) is var m and not 0 ? m : string.CompareOrdinal(a.Item2, b.Item2)));
        foreach (var move in Moves)
        {
            var (before, after) = Bulk.Verdict.Kind switch
            {
                "set aside" => (move.Standing == "counted" ? Name(move.From) : null, null),
                "restore" => (null, move.Standing == "set aside" ? Name(move.From) : null),
                _ => (move.Standing == "counted" ? Name(move.From) : null, move.Standing is "counted" or "parked" ? Name(Bulk.Verdict.Category) : null),
            };
            Count(move.Month, before, -move.Messages);
            Count(move.Month, after, move.Messages);
        }

        return changes.Where(c => c.Value != 0).Select(c => (c.Key.Item1, c.Key.Item2, c.Value));

        void Count(Month month, string? category, int change)
        {
            if (category is not null)
            {
                changes[(month, category)] = changes.GetValueOrDefault((month, category)) + change;
            }
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (await bulk.FindAsync(Id, stop) is not { } found || (found.MadeAt is null && found.Person != User.PersonId))
        {
            return NotFound();
        }

        Bulk = found;
        Book = await categories.ReadAsync(stop);
        Moves = found.MadeAt is null ? await bulk.PreviewAsync(Id, stop) : [];
        return Page();
    }

    public Task<IActionResult> OnPostMakeAsync(CancellationToken stop) => DoAsync(() => bulk.MakeAsync(Id, User.PersonId, stop));

    public Task<IActionResult> OnPostUndoAsync(CancellationToken stop) => DoAsync(() => bulk.UndoAsync(Id, User.PersonId, stop));

    async Task<IActionResult> DoAsync(Func<Task<string>> step)
    {
        try
        {
            Said = await step();
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage(new { Id });
    }
}
