using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Classification;

/// <summary>The rules and how they fare, for administrators: adding one, ending one.</summary>
[Authorize(Policy = Roles.Administrator)]
sealed class RulesInForceModel(HelpdeskDatabase database) : PageModel
{
    public RuleReport Report { get; private set; } = new([], [], 0);

    public IReadOnlyList<string> Categories { get; private set; } = [];

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        Report = await RuleReport.OfAsync(connection, stop);
        Categories = [.. (await Database.Categories.ReadAsync(connection, stop)).Keys];
    }

    public async Task<IActionResult> OnPostAddAsync(string? name, string? of, string? pattern, string? category, string? reason, CancellationToken stop)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(stop);
            var rule = await RuleStore.AddAsync(connection, name, of, pattern, category, User.Identity!.Name!, reason, stop);
            Said = $"The rule '{rule.Name}' is in force for mail that comes from now on.";
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndAsync(string? name, string? reason, CancellationToken stop)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(stop);
            await RuleStore.EndAsync(connection, name ?? "", User.Identity!.Name!, reason, stop);
            Said = $"The rule '{name}' is ended; the guesses it made keep its name.";
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage();
    }
}
