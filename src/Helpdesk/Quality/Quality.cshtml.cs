using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Messages;
using Helpdesk.Quality.Topics;
using Helpdesk.Reporting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Quality;

/// <summary>How far the counts can be trusted, for people who are no statisticians: a sentence, then the figures behind it.</summary>
sealed class QualityModel(QualityBook book, AuditStore audits, TopicWatch topics, FigureStore figures, IOptions<ReportingOptions> reporting) : PageModel
{
    /// <summary>The month, <c>yyyy-MM</c>; the latest with mail when left out.</summary>
    [BindProperty(SupportsGet = true, Name = "month")]
    public string? Asked { get; set; }

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public Month Month { get; private set; }

    public MonthQuality? Quality { get; private set; }

    /// <summary>The window's months with mail, latest first.</summary>
    public IReadOnlyList<MonthQuality> Months { get; private set; } = [];

    /// <summary>Months that the worker has not judged yet, or not since the latest mail and answers; a sentence each kind.</summary>
    public IReadOnlyList<string> Waiting { get; private set; } = [];

    public TopicWatch.Reading? Reading { get; private set; }

    /// <summary>The month's sample, and how much of it waits for this person.</summary>
    public AuditStore.Progress? Audit { get; private set; }

    /// <summary>Why there is nothing to show.</summary>
    public string? Nothing { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (Asked is { Length: > 0 } && !Month.TryParse(Asked, out _))
        {
            return Refused($"'{Asked}' is no month; write it as 2019-06.", StatusCodes.Status400BadRequest);
        }

        if ((Month.TryParse(Asked, out var given) ? given : await figures.LatestMonthAsync(stop)) is not { } month)
        {
            Nothing = "No mail has been counted yet; the first poll brings it.";
            return Page();
        }

        Month = month;
        var looking = topics.ReadAsync(month, stop);
        var view = await book.ViewAsync(month, reporting.Value.Months, stop);
        Months = [.. view.Months.Reverse()];
        Quality = Months.FirstOrDefault(m => m.Month == month.ToString());
        Waiting = QualitySentences.Waiting(view.Behind, view.Awaited);
        Reading = await looking;
        if (Quality is null && view.Awaited.Contains(month))
        {
            Nothing = Waiting[^1];
            return Page();
        }

        if (Quality is null)
        {
            return Refused($"{month.Title} has no counted mail, so there is nothing to be sure or unsure of.", StatusCodes.Status404NotFound);
        }

        Audit = (await audits.ReadAsync(User.PersonId, stop)).FirstOrDefault(a => a.Month == month);
        return Page();
    }

    /// <summary>Draws the month's sample.</summary>
    public async Task<IActionResult> OnPostDrawAsync(CancellationToken stop)
    {
        if (!User.May(Roles.Analyst))
        {
            return Forbid();
        }

        if (!Month.TryParse(Asked, out var month))
        {
            return BadRequest();
        }

        try
        {
            var drawn = await audits.DrawAsync(month, stop);
            Said = drawn == 0 ? $"{month.Title} has a sample already." : $"{drawn} mails of {month.Title} were drawn at random.";
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage(new { month });
    }

    PageResult Refused(string why, int status)
    {
        Nothing = why;
        Response.StatusCode = status;
        return Page();
    }
}
