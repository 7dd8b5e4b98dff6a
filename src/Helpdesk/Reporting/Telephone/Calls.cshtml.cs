using System.Globalization;
using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Reporting.Telephone;

/// <summary>The telephone log of a month.</summary>
sealed class CallsModel(CallLog log, HelpdeskDatabase database, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    public Month Month { get; private set; }

    public IReadOnlyList<CallLog.Call> Calls { get; private set; } = [];

    public IReadOnlyList<ReportCategory> Categories { get; private set; } = [];

    /// <summary>Why the last entry was not taken.</summary>
    public string? Refused { get; private set; }

    public bool MayLog => Roles.From(Roles.Analyst).Any(User.IsInRole);

    public string Today => clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (Asked is { Length: > 0 } && !Month.TryParse(Asked, out _))
        {
            Refused = $"'{Asked}' is no month; write it as 2019-06.";
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        Month = Month.TryParse(Asked, out var given) ? given : Month.Of(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        Calls = await log.ListAsync(Month, stop);
        Categories = await ReportCategory.ReadAsync(database, stop);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string? day, string? category, string? note, CancellationToken stop) => ChangeAsync(async () =>
    {
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            throw new Refusal($"'{day}' is no day; write it as 2019-06-14.");
        }

        await log.AddAsync(on, category, note ?? "", User.Identity!.Name!, stop);
        Asked = Month.Of(on).ToString();
    }, stop);

    public Task<IActionResult> OnPostWithdrawAsync(int id, CancellationToken stop) => ChangeAsync(() => log.WithdrawAsync(id, User.Identity!.Name!, stop), stop);

    async Task<IActionResult> ChangeAsync(Func<Task> change, CancellationToken stop)
    {
        if (!MayLog)
        {
            return Forbid();
        }

        try
        {
            await change();
            return LocalRedirect($"/calls?month={Asked}");
        }
        catch (Refusal refusal)
        {
            await OnGetAsync(stop);
            Refused = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
    }
}
