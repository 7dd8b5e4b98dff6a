using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Accounts;

/// <summary><c>user add|list|disable</c>.</summary>
static class AccountsVerbs
{
    public static Verb User() => new("user", "People who may sign in.") { Add(), List(), Disable() };

    static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "The name to sign in with." };
        var role = new Option<string>("--role") { Description = string.Join(", ", Roles.All) + ".", HelpName = "ROLE", DefaultValueFactory = _ => Roles.Analyst };
        var file = new Option<string?>("--password-file") { Description = "A file that holds the password; without it one is made and shown once.", HelpName = "FILE" };
        return new("add", "Adds a person.", async (run, stop) =>
        {
            if (run.Value(file) is { } path && !File.Exists(path))
            {
                throw new Refusal($"The password file {path} does not exist.");
            }

            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            using var scope = run.Get<IServiceScopeFactory>().CreateScope();
            var given = run.Value(file) is { } read ? (await File.ReadAllTextAsync(read, stop)).TrimEnd('\r', '\n') : null;
            var password = await scope.ServiceProvider.GetRequiredService<PeopleStore>().AddAsync(run.Value(name), run.Value(role)!, given);
            await run.Out.WriteLineAsync(given is null ? $"Added {run.Value(name)} ({run.Value(role)}) with the password {password}" : $"Added {run.Value(name)} ({run.Value(role)}).");
            return 0;
        }) { name, role, file };
    }

    static Verb List() => new("list", "Shows everybody with their roles.", async (run, stop) =>
    {
        await run.Get<HelpdeskDatabase>().OpenAsync(stop);
        using var scope = run.Get<IServiceScopeFactory>().CreateScope();
        foreach (var person in await scope.ServiceProvider.GetRequiredService<PeopleStore>().ListAsync())
        {
            await run.Out.WriteLineAsync($"{person.Name}\t{string.Join(", ", person.Roles)}{(person.Enabled ? "" : "\tdisabled")}");
        }

        return 0;
    });

    static Verb Disable()
    {
        var name = new Argument<string>("NAME") { Description = "The account to close." };
        return new("disable", "Closes an account; what its owner did stays on record.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            using var scope = run.Get<IServiceScopeFactory>().CreateScope();
            await scope.ServiceProvider.GetRequiredService<PeopleStore>().DisableAsync(run.Value(name));
            await run.Out.WriteLineAsync($"{run.Value(name)} can no longer sign in.");
            return 0;
        }) { name };
    }
}
