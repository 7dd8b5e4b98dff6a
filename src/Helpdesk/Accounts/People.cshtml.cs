using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Accounts;

/// <summary>Everybody who may sign in, for administrators: adding, roles, closing, and what they read.</summary>
[Authorize(Policy = Roles.Administrator)]
sealed class PeopleModel(PeopleStore people, ReadLog reads) : PageModel
{
    public IReadOnlyList<PeopleStore.Listed> Everybody { get; private set; } = [];

    /// <summary>The person whose reading is shown.</summary>
    [BindProperty(SupportsGet = true)]
    public int? ReadBy { get; set; }

    public IReadOnlyList<ReadLog.Read> Read { get; private set; } = [];

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public async Task OnGetAsync(CancellationToken stop)
    {
        Everybody = await people.ListAsync();
        Read = ReadBy is { } person ? await reads.OfPersonAsync(person, stop) : [];
    }

    public Task<IActionResult> OnPostAddAsync(string? name, string? role) => DoAsync(async () =>
    {
        var password = await people.AddAsync(name?.Trim() ?? "", role ?? "", null);
        return $"Added {name?.Trim()} ({role}) with the password {password} - shown only now; hand it over and have it changed.";
    });

    public Task<IActionResult> OnPostRoleAsync(string name, string? role) => DoAsync(async () =>
    {
        await people.SetRoleAsync(name, role ?? "", User.Identity?.Name);
        return $"{name} is {role} now; their sessions have ended so that it holds at once.";
    });

    public Task<IActionResult> OnPostCloseAsync(string name) => DoAsync(async () =>
    {
        if (string.Equals(name, User.Identity?.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal("You cannot close the account you are signed in with; another administrator can.");
        }

        await people.DisableAsync(name);
        return $"{name} can no longer sign in.";
    });

    public Task<IActionResult> OnPostOpenAsync(string name) => DoAsync(async () =>
    {
        await people.EnableAsync(name);
        return $"{name} can sign in again.";
    });

    public Task<IActionResult> OnPostResetAsync(string name) => DoAsync(async () =>
        $"{name} has the password {await people.ResetAsync(name)} and no second factor until they set one up - shown only now.");

    async Task<IActionResult> DoAsync(Func<Task<string>> step)
    {
        try
        {
            Said = await step();
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage();
    }
}
