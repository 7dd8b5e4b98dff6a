using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Corrections;

/// <summary>What stands in the frame: the sender's HTML, read from the mailbox and cleaned, under a policy that allows nothing.</summary>
[Authorize(Policy = Roles.Analyst)]
sealed class MessageHtmlModel(OriginalMail originals, ReadLog reads) : PageModel
{
    /// <summary>Inline styles and nothing else: no script, no request, no form, no navigation, no embedding by others.</summary>
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        Response.Headers.ContentSecurityPolicy = Policy;
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        string page;
        try
        {
            var raw = await originals.ReadAsync(Id, stop);
            await reads.ReadAsync(User.PersonId, Id, stop);
            page = MailHtml.Of(raw) is { } html ? await CleanHtml.PageAsync(html, stop) : Sentence("This mail has no HTML; its text is all of it.");
        }
        catch (Refusal refusal)
        {
            page = Sentence(refusal.Message);
        }
        catch (UnreadableMail)
        {
            page = Sentence("The original cannot be read as a mail; see its state above.");
        }

        return Content(page, "text/html; charset=utf-8");
    }

    static string Sentence(string sentence) => $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Message</title></head><body><p>{System.Net.WebUtility.HtmlEncode(sentence)}</p></body></html>";
}
