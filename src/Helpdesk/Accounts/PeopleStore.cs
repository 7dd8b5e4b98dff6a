using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Microsoft.AspNetCore.Identity;

namespace Helpdesk.Accounts;

/// <summary>Adds, lists, changes and closes accounts.</summary>
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

        password ??= NewPassword();
        var person = new Person { UserName = name };
        Check(await people.CreateAsync(person, password), name);
        Check(await people.AddToRoleAsync(person, role), name);
        return password;
    }

    /// <summary>Closes an account: it can no longer sign in, and its sessions end.</summary>
    /// <exception cref="Refusal">There is no such account.</exception>
    public async Task DisableAsync(string name)
    {
        var person = await FindAsync(name);
        Check(await people.SetLockoutEndDateAsync(person, DateTimeOffset.MaxValue), name);
        Check(await people.UpdateSecurityStampAsync(person), name);
    }

    /// <summary>Opens a closed account, or one that wrong passwords locked.</summary>
    /// <exception cref="Refusal">There is no such account.</exception>
    public async Task EnableAsync(string name)
    {
        var person = await FindAsync(name);
        Check(await people.SetLockoutEndDateAsync(person, null), name);
        Check(await people.ResetAccessFailedCountAsync(person), name);
    }

    /// <summary>Gives a person another role; their sessions end, so that it holds at once.</summary>
    /// <param name="by">Who asks; nobody takes the administrator's role from themselves, so one always stays.</param>
    /// <exception cref="Refusal">There is no such account or role.</exception>
    public async Task SetRoleAsync(string name, string role, string? by)
    {
        if (!Roles.All.Contains(role))
        {
            throw new Refusal($"There is no role '{role}'; the roles are {string.Join(", ", Roles.All)}.");
        }

        if (role != Roles.Administrator && string.Equals(name, by, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal("You cannot take the administrator's role from yourself; another administrator can.");
        }

        var person = await FindAsync(name);
        Check(await people.RemoveFromRolesAsync(person, (await people.GetRolesAsync(person)).Where(r => r != role)), name);
        if (!await people.IsInRoleAsync(person, role))
        {
            Check(await people.AddToRoleAsync(person, role), name);
        }

        Check(await people.UpdateSecurityStampAsync(person), name);
    }

    /// <summary>A new password for somebody who lost theirs or their telephone; the second factor is off until they set it up anew.</summary>
    /// <returns>The password, to be shown once.</returns>
    /// <exception cref="Refusal">There is no such account.</exception>
    public async Task<string> ResetAsync(string name)
    {
        var person = await FindAsync(name);
        var password = NewPassword();
        Check(await people.ResetPasswordAsync(person, await people.GeneratePasswordResetTokenAsync(person), password), name);
        Check(await people.SetTwoFactorEnabledAsync(person, false), name);
        Check(await people.ResetAuthenticatorKeyAsync(person), name);
        return password;
    }

    /// <summary>Somebody with an account.</summary>
    /// <param name="Enabled">Neither closed nor locked for now.</param>
    /// <param name="IsLocal">The password is kept here, not with the organisation.</param>
    public sealed record Listed(int Id, string Name, IReadOnlyList<string> Roles, bool Enabled, bool TwoFactor, bool IsLocal);

    /// <summary>Everybody, by name.</summary>
    public async Task<IReadOnlyList<Listed>> ListAsync()
    {
        var list = new List<Listed>();
        foreach (var person in people.Users.OrderBy(p => p.UserName).ToList())
        {
            list.Add(new(person.Id, person.UserName!, [.. await people.GetRolesAsync(person)], !await people.IsLockedOutAsync(person), person.TwoFactorEnabled, person.PasswordHash is not null));
        }

        return list;
    }

    async Task<Person> FindAsync(string name) =>
        await people.FindByNameAsync(name) ?? throw new Refusal($"There is no account '{name}'; 'helpdesk user list' shows all.");

    static string NewPassword() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);

    static void Check(IdentityResult result, string name)
    {
        if (!result.Succeeded)
        {
            throw new Refusal($"The account '{name}' was not changed: {string.Join(" ", result.Errors.Select(e => e.Description))}");
        }
    }
}
