using Microsoft.AspNetCore.Identity;

namespace Helpdesk.Accounts;

/// <summary>What a person may do; see <see cref="Roles"/>.</summary>
sealed class Role : IdentityRole<int>;
