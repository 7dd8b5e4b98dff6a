using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>What somebody sees when a page cannot be shown: what happened and what to do, nothing of the inside.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
sealed class ProblemModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Step { get; private set; } = "";

    public void OnGet(int? status) => Say(status);

    public void OnPost(int? status) => Say(status);

    void Say(int? status) => (Title, Step) = status switch
    {
        404 => ("There is no such page", "Check the address, or go on from the table."),
        400 => ("The request was not understood", "The form may be too old. Go back, load the page again and repeat the step; nothing was changed."),
        403 => ("Your role does not allow this", "Nothing was changed. Ask an administrator if your work needs it."),
        413 => ("That is too much at once", "At most four megabytes can be sent; nothing was changed. Send less, or in parts."),
        429 => ("Too many requests", "Wait a minute and try again."),
        null => ("Something went wrong here", $"Nothing was half done. Try again; if it stays, give the administrator this number: {Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier}."),
        _ => ("The page cannot be shown", $"The answer was {status}."),
    };
}
