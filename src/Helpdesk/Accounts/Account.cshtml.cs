using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;

namespace Helpdesk.Accounts;

/// <summary>One's own account: password, authenticator app, signing out everywhere.</summary>
sealed class AccountModel(UserManager<Person> people, SignInManager<Person> accounts) : PageModel
{
    /// <summary>Ten codes on paper: a lost telephone a year for a decade.</summary>
    const int RecoveryCodes = 10;

    public Person Person { get; private set; } = null!;

    /// <summary>The key to type into the app, in groups of four; null until it is made.</summary>
    public string? Key { get; private set; }

    /// <summary>The same as a picture, drawn here.</summary>
    public string? Picture { get; private set; }

    /// <summary>Shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    [TempData]
    public string? Said { get; set; }

    public string? Refused { get; private set; }

    public async Task OnGetAsync() => await LoadAsync();

    public async Task<IActionResult> OnPostPasswordAsync(string? now, string? next, string? again)
    {
        await LoadAsync();
        if (next != again)
        {
            return No("The new password was not typed the same twice.");
        }

        var result = await people.ChangePasswordAsync(Person, now ?? "", next ?? "");
        if (!result.Succeeded)
        {
            return No(string.Join(" ", result.Errors.Select(e => e.Description)));
        }

        await accounts.RefreshSignInAsync(Person);
        return Done("The password is changed; your other sessions have ended.");
    }

    /// <summary>Makes the key for the app; like every change of what lets somebody in, it ends their other sessions.</summary>
    public async Task<IActionResult> OnPostSetUpAsync()
    {
        await LoadAsync();
        await people.ResetAuthenticatorKeyAsync(Person);
        await accounts.RefreshSignInAsync(Person);
        return Done("The key is made; read it with the app and type the code it shows.");
    }

    /// <summary>Turns the second factor on once a code shows that the app has the key.</summary>
    public async Task<IActionResult> OnPostTurnOnAsync(string? code)
    {
        await LoadAsync();
        if (!await people.VerifyTwoFactorTokenAsync(Person, people.Options.Tokens.AuthenticatorTokenProvider, (code ?? "").Replace(" ", "", StringComparison.Ordinal)))
        {
            return No("The code is wrong or too old; check the telephone's clock and type the code it shows now.");
        }

        await people.SetTwoFactorEnabledAsync(Person, true);
        Codes = [.. await people.GenerateNewTwoFactorRecoveryCodesAsync(Person, RecoveryCodes) ?? []];
        await accounts.RefreshSignInAsync(Person);
        return Page();
    }

    public async Task<IActionResult> OnPostTurnOffAsync(string? password)
    {
        await LoadAsync();
        if (!await people.CheckPasswordAsync(Person, password ?? ""))
        {
            return No("The password is wrong; the second factor stays on.");
        }

        await people.SetTwoFactorEnabledAsync(Person, false);
        await people.ResetAuthenticatorKeyAsync(Person);
        await accounts.RefreshSignInAsync(Person);
        return Done("The second factor is off.");
    }

    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await LoadAsync();
        await people.UpdateSecurityStampAsync(Person);
        await accounts.SignOutAsync();
        return LocalRedirect("/sign-in");
    }

    async Task LoadAsync()
    {
        Person = (await people.GetUserAsync(User))!;
        if (Person.TwoFactorEnabled || Person.PasswordHash is null)
        {
            return;
        }

        if (await people.GetAuthenticatorKeyAsync(Person) is not { } key)
        {
            return;
        }

        Key = string.Join(' ', key.Chunk(4).Select(c => new string(c)));
        var address = $"otpauth://totp/Helpdesk:{UrlEncoder.Default.Encode(Person.UserName!)}?secret={key}&issuer=Helpdesk&digits=6";
        using var code = new QRCodeGenerator().CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        Picture = "data:image/png;base64," + Convert.ToBase64String(new PngByteQRCode(code).GetGraphic(4));
    }

    PageResult No(string sentence)
    {
        Refused = sentence;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    RedirectToPageResult Done(string sentence)
    {
        Said = sentence;
        return RedirectToPage();
    }
}
