using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Helpdesk.Reporting.Closing;
using Helpdesk.Reporting.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Reporting;

/// <summary>The front page: the month's table in its window, where each figure leads to its messages.</summary>
sealed class TableModel(FigureStore figures, ReportExport reports, MonthStates states, Checklist checklist) : PageModel
{
    /// <summary>The reporting month, <c>yyyy-MM</c>; the latest with mail when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    /// <summary>current or published.</summary>
    [BindProperty(SupportsGet = true, Name = "as")]
    public string? AskedFigures { get; set; }

    public MonthReport? Report { get; private set; }

    /// <summary>Each month's state and open items, by month.</summary>
    public IReadOnlyDictionary<Month, MonthStates.State> States { get; private set; } = new Dictionary<Month, MonthStates.State>();

    /// <summary>Cells of the reporting month with doubtful mail that nobody has looked at, and how much.</summary>
    public IReadOnlyDictionary<string, int> Doubtful { get; private set; } = new Dictionary<string, int>();

    /// <summary>What to do next, each with the page that does it.</summary>
    public IReadOnlyList<(string Step, string Address)> Next { get; private set; } = [];

    /// <summary>Why there is no table to show.</summary>
    public string? Nothing { get; private set; }

    public bool Published => AskedFigures == "published";

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (Asked is { Length: > 0 } && !Month.TryParse(Asked, out _))
        {
            return Refused($"'{Asked}' is no month; write it as 2019-06.", StatusCodes.Status400BadRequest);
        }

        var month = Month.TryParse(Asked, out var given) ? given : await figures.LatestMonthAsync(stop) ?? await states.LatestPublishedAsync(stop);
        if (month is null)
        {
            Nothing = "The first poll fills this page. An administrator configures the mailboxes; 'helpdesk poll' reads them at once.";
            return Page();
        }

        try
        {
            Report = await reports.ReportAsync(month.Value, null, Published ? Figures.Published : Figures.Current, null, stop);
        }
        catch (Refusal refusal)
        {
            return Refused(refusal.Message, StatusCodes.Status404NotFound);
        }

        States = (await states.ReadAsync(stop)).ToDictionary(s => s.Month);
        if (!Published)
        {
            Doubtful = (await checklist.DoubtfulCellsAsync(month.Value, stop)).Where(c => c is { CheckedBy: null, Mails: > 0 }).ToDictionary(c => c.Key, c => c.Mails, StringComparer.Ordinal);
        }

        Next = [.. Steps()];
        return Page();
    }

    public string StateOf(Month month) => States.TryGetValue(month, out var state) ? state.Name : "no mail";

    IEnumerable<(string, string)> Steps()
    {
        foreach (var state in States.Values.Where(s => s.OpenItems > 0).OrderBy(s => s.Month))
        {
            yield return ($"{state.Month.Title} is closed, and {state.OpenItems} {(state.OpenItems == 1 ? "change waits" : "changes wait")} to be taken in or noted", $"/months/{state.Month}#restatement");
        }

        foreach (var state in States.Values.Where(s => s is { IsOver: true, Name: "open" }).OrderBy(s => s.Month))
        {
            yield return ($"{state.Month.Title} is over and can be closed", $"/months/{state.Month}");
        }
    }

    PageResult Refused(string why, int status)
    {
        Nothing = why;
        Response.StatusCode = status;
        return Page();
    }
}
