using Microsoft.AspNetCore.Identity;

namespace Helpdesk.Accounts;

/// <summary>Somebody who may sign in.</summary>
sealed class Person : IdentityUser<int>;

/// <summary>What a person may do; see <see cref="Roles"/>.</summary>
sealed class Role : IdentityRole<int>;
