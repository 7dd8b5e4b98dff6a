using System.Globalization;
using System.Security.Claims;

namespace Helpdesk.Accounts;

/// <summary>Whoever is signed in, as the other rooms know them.</summary>
static class SignedIn
{
    extension(ClaimsPrincipal principal)
    {
        /// <summary>The row of the person who is signed in.</summary>
        public int PersonId => int.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);

        /// <summary>The person may do what <paramref name="least"/> may.</summary>
        public bool May(string least) => Roles.From(least).Any(principal.IsInRole);
    }
}
