using Helpdesk.Accounts;
using Helpdesk.Messages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Mailboxes;

/// <summary>The mailboxes' health, and the button that tries parked mail again.</summary>
sealed class MailboxesModel(MailboxHealth health, ParkedMail parked, IAuthorizationService may, IOptions<CountingOptions> counting, IOptions<MailboxList> mailboxes, TimeProvider clock) : PageModel
{
    /// <summary>Outages older than a month are in the months' certificates.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public TimeZoneInfo Zone => counting.Value.Zone;

    /// <summary>The day a mailbox's client secret ends; null without one.</summary>
    public DateOnly? SecretEnds(string mailbox) => mailboxes.Value.Find(m => m.Name == mailbox)?.OAuth2?.SecretExpires;

    /// <summary>What the last button did.</summary>
    [TempData]
    public string? Said { get; set; }

    public IReadOnlyList<string> Alerts { get; private set; } = [];

    public IReadOnlyList<MailboxHealth.State> States { get; private set; } = [];

    public IReadOnlyList<MailboxHealth.Certificate> Certificates { get; private set; } = [];

    public IReadOnlyList<MailboxHealth.ParkedClass> Parked { get; private set; } = [];

    public IReadOnlyList<MailboxHealth.Incident> Incidents { get; private set; } = [];

    public IReadOnlyList<MailboxHealth.Outage> Outages { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        Alerts = await health.AlertsAsync(stop);
        States = await health.StatesAsync(stop);
        Certificates = await health.CertificatesAsync(null, stop);
        Parked = await health.ParkedAsync(stop);
        Incidents = await health.IncidentsAsync(stop);
        Outages = await health.OutagesAsync(clock.GetUtcNow() - Remembered, stop);
    }

    public async Task<IActionResult> OnPostRetryAsync(string errorClass, CancellationToken stop)
    {
        if (!(await may.AuthorizeAsync(User, Roles.Analyst)).Succeeded)
        {
            return Forbid();
        }

        var due = await parked.RetryNowAsync(null, errorClass, stop);
        await parked.RetryDueAsync(stop);
        Said = $"{due} parked mails were tried again or are asked for with the next poll.";
        return RedirectToPage();
    }
}
