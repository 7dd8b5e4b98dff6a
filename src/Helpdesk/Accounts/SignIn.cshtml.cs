using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Accounts;

/// <summary>Signing in: with a local account, or with the organisation's where one is configured.</summary>
[AllowAnonymous]
sealed class SignInModel(SignInManager<Person> accounts, OpenIdSignIn organisation, IOptions<OpenIdOptions> openId) : PageModel
{
    const string LockedOut = "This account is locked for now. Try again in a quarter of an hour, or ask an administrator.";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>A session ended while an answer was on its way.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ended { get; set; }

    /// <summary>The organisation's sign-in failed or was broken off.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Failed { get; set; }

    public OpenIdOptions OpenId => openId.Value;

    /// <summary>Why it did not work; the same sentence for an unknown name and a wrong password.</summary>
    public string? Refused { get; private set; }

    public void OnGet() => Refused = Failed ? "The organisation's sign-in did not work or was broken off; try again." : null;

    public async Task<IActionResult> OnPostAsync()
    {
        var result = await accounts.PasswordSignInAsync(Name ?? "", Password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return RedirectToPage("/Accounts/Code", new { ReturnUrl });
        }

        return result.Succeeded ? Back() : No(result.IsLockedOut ? LockedOut : "Name or password is wrong.");
    }

    /// <summary>Goes to the organisation's provider, which sends the browser back to <see cref="OnGetOrganisationAsync"/>.</summary>
    public IActionResult OnPostOrganisation()
    {
        if (!openId.Value.IsOn)
        {
            return NotFound();
        }

        var back = Url.Page("/Accounts/SignIn", "Organisation", new { ReturnUrl });
        return Challenge(accounts.ConfigureExternalAuthenticationProperties(OpenIdOptions.Scheme, back), OpenIdOptions.Scheme);
    }

    public async Task<IActionResult> OnGetOrganisationAsync() =>
        await organisation.CompleteAsync() is { } refused ? No(refused) : Back();

    LocalRedirectResult Back() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/");

    PageResult No(string sentence)
    {
        Refused = sentence;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }
}
