using System.Globalization;
using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Corrections;

/// <summary>The review: one doubtful message after the other, decided with one key each.</summary>
/// <remarks>
/// Every step is a form that works by itself and ends in a redirect. The page's script sends the same forms with the
/// header <c>X-Fragment</c> and gets the outcome with the next message instead.
/// </remarks>
[Authorize(Policy = Roles.Analyst)]
sealed class ReviewModel(ReviewQueue queue, CorrectionStore corrections, NoteStore notes, Sheets sheets) : PageModel
{
    public const string FragmentHeader = "X-Fragment";

    /// <summary>What became of a step, and the message that follows.</summary>
    /// <param name="Outcome">In a word, for the script: written, repeated, overtaken, undone, skipped, noted, refused, opened.</param>
    /// <param name="About">The message the step was about.</param>
    public sealed record Step(string Outcome, string Sentence, long About, Sheet? Next, int Left);

    /// <summary>A message somebody opens by its number; the queue's best when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "message")]
    public long? Asked { get; set; }

    /// <summary>An answer that a session's end held up; it is offered, not sent.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Verdict { get; set; }

    /// <summary>Messages the page shows or holds ready.</summary>
    [BindProperty(SupportsGet = true)]
    public long[] Held { get; set; } = [];

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public Sheet? Sheet { get; private set; }

    public int Left { get; private set; }

    /// <summary>What is left to settle a month's cells.</summary>
    public SettlingGoal? Goal { get; private set; }

    /// <summary>In words, for the page and its script.</summary>
    public static string Waiting(int left) =>
        (left > ReviewQueue.MostCounted ? $"more than {ReviewQueue.MostCounted.ToString("N0", CultureInfo.InvariantCulture)}" : left.ToString("N0", CultureInfo.InvariantCulture)) + " doubtful left";

    bool WantsFragment => Request.Headers.ContainsKey(FragmentHeader);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        Left = await queue.LeftAsync(stop);
        Goal = WantsFragment ? null : await queue.GoalAsync(stop);
        Sheet = Asked is { } message ? await OpenAsync(message, stop) : await NextAsync(stop);
        if (Sheet is null && Asked is not null)
        {
            return NotFound();
        }

        Sheet = Sheet is { } sheet ? sheet with { Kept = Verdict } : null;
        return WantsFragment ? Fragment(new("opened", "", Sheet?.Message.Id ?? 0, Sheet, Left)) : Page();
    }

    public Task<IActionResult> OnPostAnswerAsync(long message, string? verdict, long seen, CancellationToken stop) => DoAsync(message, async () =>
    {
        var said = Corrections.Verdict.Parse(verdict) ?? throw new Refusal("No answer was chosen; choose a category.");
        var answered = await corrections.AnswerAsync(message, said, seen, User.PersonId, null, stop);
        return (answered.Became.ToString().ToLowerInvariant(), answered.Sentence, null);
    }, stop);

    public Task<IActionResult> OnPostUndoAsync(CancellationToken stop) => DoAsync(0, async () =>
    {
        var undone = await corrections.UndoLatestAsync(User.PersonId, stop);
        return ("undone", undone.Sentence, undone.Message);
    }, stop);

    public Task<IActionResult> OnPostSkipAsync(long message, CancellationToken stop) => DoAsync(message, async () =>
    {
        await queue.SkipAsync(message, User.PersonId, stop);
        return ("skipped", "Put off; it comes back to you tomorrow, and to the others now.", null);
    }, stop);

    public Task<IActionResult> OnPostNoteAsync(long message, string? note, CancellationToken stop) => DoAsync(message, async () =>
    {
        await notes.AddAsync(message, User.PersonId, note, stop);
        return ("noted", "The note is kept with the message.", message);
    }, stop);

    /// <summary>Does a step and shows what follows: a named message, or the queue's next.</summary>
    async Task<IActionResult> DoAsync(long about, Func<Task<(string Outcome, string Sentence, long? Show)>> step, CancellationToken stop)
    {
        string outcome;
        string sentence;
        long? show;
        try
        {
            (outcome, sentence, show) = await step();
        }
        catch (Refusal refusal)
        {
            (outcome, sentence, show) = ("refused", refusal.Message, null);
        }

        if (WantsFragment)
        {
            var next = show is { } shown ? await OpenAsync(shown, stop) : outcome is "refused" ? null : await NextAsync(stop);
            return Fragment(new(outcome, sentence, show ?? about, next, await queue.LeftAsync(stop)));
        }

        var done = outcome is not ("refused" or "overtaken");
        Said = done ? sentence : null;
        Trouble = done ? null : sentence;
        var back = show ?? (!done && about > 0 ? about : null);
        return RedirectToPage(back is null ? null : new { message = back });
    }

    Task<Sheet?> OpenAsync(long message, CancellationToken stop) => sheets.OpenAsync(message, User.PersonId, "/review", stop);

    async Task<Sheet?> NextAsync(CancellationToken stop) => await queue.TakeAsync(User.PersonId, Held, stop) is { } message ? await OpenAsync(message, stop) : null;

    PartialViewResult Fragment(Step step) => Partial("_Step", step);
}
