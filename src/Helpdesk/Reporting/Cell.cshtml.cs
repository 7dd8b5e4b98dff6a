using Helpdesk.Accounts;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Reporting;

/// <summary>The messages behind one figure of the table: any figure can be traced to its mails.</summary>
sealed class CellModel(CellStore cells, EstimateStore estimates, MonthStates states, Database.HelpdeskDatabase database, IOptions<ReportingOptions> options) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "as")]
    public string? AskedFigures { get; set; }

    /// <summary>A published version; the one in force when left out.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    [BindProperty(SupportsGet = true, Name = "part")]
    public int PageNumber { get; set; } = 1;

    public Month Month { get; private set; }

    public ReportCategory Category { get; private set; } = null!;

    /// <summary>The figure that is printed where it is an estimate; null where the mails are what is printed.</summary>
    public EstimateStore.Cell? Estimate { get; private set; }

    public IReadOnlyList<CellStore.Mail> Mails { get; private set; } = [];

    /// <summary>Viewers see that there is a message, not what it says.</summary>
    public bool SeesText => Roles.From(Roles.Analyst).Any(User.IsInRole);

    public async Task<IActionResult> OnGetAsync(string month, string category, CancellationToken stop)
    {
        if (!Month.TryParse(month, out var parsed) || (await ReportCategory.ReadAsync(database, stop)).FirstOrDefault(c => c.Key == category) is not { } found || PageNumber is < 1 or > 100_000)
        {
            return NotFound();
        }

        (Month, Category) = (parsed, found);
        if (AskedFigures == "published")
        {
            Version ??= (await states.ReadAsync(stop)).FirstOrDefault(s => s.Month == parsed)?.Version;
            if (Version is null)
            {
                return NotFound();
            }

            Estimate = (await estimates.ReadAsync(parsed, parsed, stop)).FirstOrDefault(e => e.Version == Version)?.Cells.FirstOrDefault(c => c.Key == category);
        }

        Mails = await cells.ReadAsync(parsed, category, options.Value.Counted, Version, PageNumber, SeesText, stop);
        return Page();
    }
}
