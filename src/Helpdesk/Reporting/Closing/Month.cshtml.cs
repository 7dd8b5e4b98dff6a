using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Helpdesk.Reporting.Api;
using Helpdesk.Reporting.Delivery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting.Closing;

/// <summary>A month's end: checklist, certificate, notes, closing, restatement, versions, files.</summary>
sealed class MonthModel(MonthPage page, Checklist checklist, MonthClosing closing, Restatement restatement, NoteStore notes, Reconciliation reconciliation, EditionPost post, IOptions<CountingOptions> counting) : PageModel
{
    public Month Month { get; private set; }

    public MonthPage.View View { get; private set; } = null!;

    /// <summary>Why the last step was not taken.</summary>
    public string? Refused { get; private set; }

    public bool IsAuthor => Roles.From(Roles.Author).Any(User.IsInRole);

    public DateTimeOffset End => Moments.End(Month, counting.Value.Zone);

    public async Task<IActionResult> OnGetAsync(string month, CancellationToken stop)
    {
        if (!Month.TryParse(month, out var parsed))
        {
            return NotFound();
        }

        Month = parsed;
        View = await page.ReadAsync(parsed, IsAuthor, stop);
        return Page();
    }

    public Task<IActionResult> OnPostCloseAsync(string month, string? reason, string? prints, string? note, CancellationToken stop) => StepAsync(month, async (m, person) =>
    {
        await closing.CloseAsync(m, person, reason, Chosen(prints) ?? Prints.Counted, Given(note), whateverItTakes: false, stop);
        await post.DeliverAsync(stop);
    }, stop);

    public Task<IActionResult> OnPostSignOffAsync(string month, string item, string? reason, CancellationToken stop) =>
        StepAsync(month, (m, person) => checklist.SignOffAsync(m, item, person, Said(reason, "a reason"), stop), stop);

    public Task<IActionResult> OnPostCheckCellAsync(string month, string category, CancellationToken stop) =>
        StepAsync(month, (m, person) => checklist.CheckCellAsync(m, category, person, stop), stop);

    public Task<IActionResult> OnPostNoteAsync(string month, string noteMonth, string category, string decision, string? text, CancellationToken stop) =>
        StepAsync(month, (_, person) => notes.DecideAsync(FiguresApi.ParseMonth("noteMonth", noteMonth), category, decision == "keep", Said(text, "the note's text"), person, stop), stop);

    public Task<IActionResult> OnPostRestateAsync(string month, long[] items, string? reason, string step, string? prints, CancellationToken stop) => StepAsync(month, async (m, person) =>
    {
        if (items.Length == 0 && (step == "note" || Chosen(prints) is null || Chosen(prints) == await restatement.PrintsAsync(m, stop)))
        {
            throw new Refusal("No item was chosen, and nothing else would change; tick those that are meant.");
        }

        if (step == "note")
        {
            await restatement.NoteAsync(m, items, Said(reason, "a reason"), person, stop);
        }
        else
        {
            await restatement.RestateAsync(m, items, Chosen(prints), Given(reason), person, whateverItTakes: false, stop);
            await post.DeliverAsync(stop);
        }
    }, stop);

    public Task<IActionResult> OnPostExplainAsync(string month, string category, string? text, CancellationToken stop) =>
        StepAsync(month, (m, person) => reconciliation.ExplainAsync(m, category, Said(text, "the explanation"), person, stop), stop);

    public Task<IActionResult> OnPostBreakAsync(string month, string? text, CancellationToken stop) =>
        StepAsync(month, (m, person) => notes.AddBreakAsync(m, Said(text, "what changed").TrimEnd('.'), person, stop), stop);

    public Task<IActionResult> OnPostRemoveBreakAsync(string month, int id, CancellationToken stop) => StepAsync(month, (_, _) => notes.RemoveBreakAsync(id, stop), stop);

    async Task<IActionResult> StepAsync(string month, Func<Month, string, Task> step, CancellationToken stop)
    {
        if (!IsAuthor)
        {
            return Forbid();
        }

        try
        {
            await step(FiguresApi.ParseMonth("month", month), User.Identity!.Name!);
            return LocalRedirect($"/months/{month}");
        }
        catch (Refusal refusal)
        {
            Refused = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return await OnGetAsync(month, stop);
        }
    }

    /// <summary>Null where the page had nothing to choose.</summary>
    static Prints? Chosen(string? prints) => prints switch
    {
        null => null,
        "counted" => Prints.Counted,
        "adjusted" => Prints.Adjusted,
        _ => throw new Refusal($"What is to be printed is '{prints}'; it is counted or adjusted."),
    };

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : Said(text, "a reason");

    static string Said(string? text, string what) =>
        string.IsNullOrWhiteSpace(text) ? throw new Refusal($"Give {what}; it stays on record with your name.")
        : text.Length > 1000 ? throw new Refusal($"{text.Length} characters are more than anybody reads; 1000 are the most.")
        : text.Trim();
}
