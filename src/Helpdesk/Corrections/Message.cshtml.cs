using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Corrections;

/// <summary>One message with its whole history.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class MessageModel(Sheets sheets, History history, CorrectionStore corrections, NoteStore notes, ReadLog reads) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The sender's own HTML is to be shown, in a frame that can do nothing.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Html { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Verdict { get; set; }

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public Sheet Sheet { get; private set; } = null!;

    public IReadOnlyList<History.Event> Events { get; private set; } = [];

    /// <summary>Who read it; for administrators only.</summary>
    public IReadOnlyList<ReadLog.Read>? Readers { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (await sheets.OpenAsync(Id, User.PersonId, $"/messages/{Id}", stop) is not { } sheet)
        {
            return NotFound();
        }

        Sheet = sheet with { Kept = Verdict };
        Events = await history.OfAsync(Id, stop);
        Readers = User.IsInRole(Roles.Administrator) ? await reads.OfMessageAsync(Id, stop) : null;
        return Page();
    }

    public Task<IActionResult> OnPostAnswerAsync(string? verdict, long seen, string? why, CancellationToken stop) => DoAsync(async () =>
    {
        var said = Corrections.Verdict.Parse(verdict) ?? throw new Refusal("No answer was chosen; choose a category.");
        var answered = await corrections.AnswerAsync(Id, said, seen, User.PersonId, why, stop);
        return answered.Became == Became.Overtaken ? throw new Refusal(answered.Sentence) : answered.Sentence;
    });

    public Task<IActionResult> OnPostUndoAsync(long correction, CancellationToken stop) => DoAsync(async () => (await corrections.UndoAsync(correction, User.PersonId, stop)).Sentence);

    public Task<IActionResult> OnPostNoteAsync(string? note, CancellationToken stop) => DoAsync(async () =>
    {
        await notes.AddAsync(Id, User.PersonId, note, stop);
        return "The note is kept with the message.";
    });

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
