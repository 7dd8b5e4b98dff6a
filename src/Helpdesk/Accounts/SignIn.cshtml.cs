using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Accounts;

/// <summary>Signing in with a local account.</summary>
[AllowAnonymous]
sealed class SignInModel(SignInManager<Person> accounts) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Why it did not work; the same sentence for an unknown name and a wrong password.</summary>
    public string? Refused { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        var result = await accounts.PasswordSignInAsync(Name ?? "", Password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
        }

        Refused = result.IsLockedOut
            ? "This account is locked for now. Try again in a quarter of an hour, or ask an administrator."
            : "Name or password is wrong.";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }
}
