using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Reporting;

/// <summary>The front page: the month's table in its window.</summary>
sealed class TableModel(FigureStore figures) : PageModel
{
    /// <summary>The reporting month, <c>yyyy-MM</c>; the latest with mail when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    public ReportTable? Table { get; private set; }

    /// <summary>Why there is no table to show.</summary>
    public string? Nothing { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (Asked is { Length: > 0 } && !Month.TryParse(Asked, out _))
        {
            Nothing = $"'{Asked}' is no month; write it as 2019-06.";
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var month = Month.TryParse(Asked, out var given) ? given : await figures.LatestMonthAsync(stop);
        if (month is null)
        {
            Nothing = "The first poll fills this page. An administrator configures the mailboxes; 'helpdesk poll' reads them at once.";
            return Page();
        }

        try
        {
            Table = await figures.TableAsync(month.Value, null, Figures.Current, null, stop);
        }
        catch (Refusal refusal)
        {
            Nothing = refusal.Message;
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
