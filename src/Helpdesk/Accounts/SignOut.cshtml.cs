using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Accounts;

/// <summary>Ends the session.</summary>
sealed class SignOutModel(SignInManager<Person> accounts) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await accounts.SignOutAsync();
        return LocalRedirect("/sign-in");
    }

    public IActionResult OnGet() => LocalRedirect("/");
}
