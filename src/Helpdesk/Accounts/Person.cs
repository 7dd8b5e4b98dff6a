using Microsoft.AspNetCore.Identity;

namespace Helpdesk.Accounts;

/// <summary>Somebody who may sign in.</summary>
sealed class Person : IdentityUser<int>;
