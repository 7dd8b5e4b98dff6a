using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Reporting.CategorySet;

/// <summary>The report's rows and their guide, for administrators.</summary>
[Authorize(Policy = Roles.Administrator)]
sealed class CategoriesModel(CategoryStore categories) : PageModel
{
    public IReadOnlyList<CategoryStore.Listed> Categories { get; private set; } = [];

    public IReadOnlyList<CategoryStore.Past> History { get; private set; } = [];

    /// <summary>Why the last change was not made.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The category whose form was refused, so that it stays open; empty for a new one.</summary>
    public string? Open { get; private set; }

    /// <summary>What was written in the refused form.</summary>
    public Form Written { get; private set; } = new(null, null, null, null, null, null);

    [TempData]
    public string? Said { get; set; }

    /// <summary>A category's form as it is sent.</summary>
    public sealed record Form(string? Name, string? First, string? Last, string? Belongs, string? DoesNot, string? Example)
    {
        public static Form Of(CategoryDraft draft) => new(draft.Name, draft.First?.ToString(), draft.Last?.ToString(), draft.Belongs, draft.DoesNot, draft.Example);

        public CategoryDraft Read() => CategoryDraft.From(Name, First, Last, Belongs, DoesNot, Example);
    }

    /// <summary>A form on the page.</summary>
    public sealed record Shown(string Id, Form Form, bool FirstNeeded);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Categories = await categories.ListAsync(stop);
        History = await categories.HistoryAsync(stop);
    }

    public Task<IActionResult> OnPostAddAsync(Form form, CancellationToken stop) =>
        ChangeAsync("", form, () => categories.AddAsync(form.Read(), User.Identity!.Name!, stop), "Added. The model knows the new category once it was trained with mail of it; until then people choose it.", stop);

    public Task<IActionResult> OnPostChangeAsync(string key, Form form, CancellationToken stop) =>
        ChangeAsync(key, form, () => categories.ChangeAsync(key, form.Read(), User.Identity!.Name!, stop), "Saved. Closed months stay as they were printed.", stop);

    public Task<IActionResult> OnPostMoveAsync(string key, bool up, CancellationToken stop) =>
        ChangeAsync(null, Written, () => categories.MoveAsync(key, up, User.Identity!.Name!, stop), "Moved. Closed months stay as they were printed.", stop);

    async Task<IActionResult> ChangeAsync(string? open, Form form, Func<Task> change, string said, CancellationToken stop)
    {
        try
        {
            await change();
            Said = said;
            return LocalRedirect("/categories");
        }
        catch (Refusal refusal)
        {
            await OnGetAsync(stop);
            (Trouble, Open, Written) = (refusal.Message, open, form);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }
}
