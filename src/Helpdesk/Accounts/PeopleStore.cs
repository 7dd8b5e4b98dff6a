using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Identity;

namespace Helpdesk.Accounts;

/// <summary>Adds, lists and disables local accounts.</summary>
sealed class PeopleStore(UserManager<Person> people)
{
    /// <summary>Adds a person with one role.</summary>
    /// <param name="password">Null makes a random one.</param>
    /// <returns>The password, to be shown once.</returns>
    /// <exception cref="Refusal">The name is taken, the role unknown, or the password too weak.</exception>
    public async Task<string> AddAsync(string name, string role, string? password)
    {
        if (!Roles.All.Contains(role))
        {
            throw new Refusal($"There is no role '{role}'; the roles are {string.Join(", ", Roles.All)}.");
        }

        password ??= RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);
        var person = new Person { UserName = name };
        Check(await people.CreateAsync(person, password), name);
        Check(await people.AddToRoleAsync(person, role), name);
        return password;
    }

    /// <summary>Closes an account: it can no longer sign in, and its sessions end.</summary>
    /// <exception cref="Refusal">There is no such account.</exception>
    public async Task DisableAsync(string name)
    {
        var person = await people.FindByNameAsync(name) ?? throw new Refusal($"There is no account '{name}'; 'helpdesk user list' shows all.");
        Check(await people.SetLockoutEndDateAsync(person, DateTimeOffset.MaxValue), name);
        Check(await people.UpdateSecurityStampAsync(person), name);
    }

    /// <summary>Everybody with their roles, and whether they can sign in.</summary>
    public async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Roles, bool Enabled)>> ListAsync()
    {
        var list = new List<(string, IReadOnlyList<string>, bool)>();
        foreach (var person in people.Users.OrderBy(p => p.UserName).ToList())
        {
            list.Add((person.UserName!, [.. await people.GetRolesAsync(person)], !await people.IsLockedOutAsync(person)));
        }

        return list;
    }

    static void Check(IdentityResult result, string name)
    {
        if (!result.Succeeded)
        {
            throw new Refusal($"The account '{name}' was not changed: {string.Join(" ", result.Errors.Select(e => e.Description))}");
        }
    }
}
