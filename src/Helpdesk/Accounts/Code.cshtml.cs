using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Accounts;

/// <summary>The second step of signing in: the authenticator app's code, or one of the codes kept on paper.</summary>
[AllowAnonymous]
sealed class CodeModel(SignInManager<Person> accounts) : PageModel
{
    [BindProperty]
    public string? Given { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await accounts.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("/Accounts/SignIn", new { ReturnUrl }) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await accounts.GetTwoFactorAuthenticationUserAsync() is null)
        {
            return RedirectToPage("/Accounts/SignIn", new { ReturnUrl });
        }

        var code = (Given ?? "").Replace(" ", "", StringComparison.Ordinal);
        // Six digits come from the app, everything else from the paper.
        var result = code.Length == 6 && code.All(char.IsAsciiDigit)
            ? await accounts.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await accounts.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");
        }

        Refused = result.IsLockedOut
            ? "This account is locked for now. Try again in a quarter of an hour, or ask an administrator."
            : "The code is wrong or too old; type the one the app shows now, or a code from your paper.";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }
}
