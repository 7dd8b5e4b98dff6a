using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Accounts;

/// <summary>Keys for programs: made, shown once, found by their hash, revoked.</summary>
sealed partial class ApiKeyStore(HelpdeskDatabase database)
{
    /// <summary>So that a key found in a log or a file is known for what it is.</summary>
    const string Prefix = "hdk_";

    public sealed record Key(string Name, IReadOnlyList<string> Scopes, DateTimeOffset Created, string CreatedBy, DateTimeOffset? LastUsed, DateTimeOffset? Revoked);

    /// <returns>The key itself; it is kept nowhere.</returns>
    /// <exception cref="Refusal">The name is taken or no name, or a scope is unknown.</exception>
    public async Task<string> AddAsync(string name, IReadOnlyList<string> scopes, string person, CancellationToken stop)
    {
        if (!Form().IsMatch(name))
        {
            throw new Refusal($"'{name}' is no name for a key; take 1 to 60 letters, digits, dots, dashes or underscores.");
        }

        if (scopes.FirstOrDefault(s => !ApiScopes.All.Contains(s)) is { } unknown)
        {
            throw new Refusal($"There is no scope '{unknown}'; the scopes are {string.Join(", ", ApiScopes.All)}.");
        }

        // 32 random bytes: nobody finds one by trying, so a fast hash is enough to keep it.
        var key = Prefix + RandomNumberGenerator.GetHexString(64, lowercase: true);
        var added = await database.ExecuteAsync("insert into api_keys (name, hash, scopes, created_by) values ($1, $2, $3, $4) on conflict (name) do nothing", [name, Hash(key), scopes.ToArray(), person], stop);
        return added == 1 ? key : throw new Refusal($"There is a key '{name}' already, perhaps a revoked one; take another name.");
    }

    /// <exception cref="Refusal">There is no such key in force.</exception>
    public async Task RevokeAsync(string name, CancellationToken stop)
    {
        if (await database.ExecuteAsync("update api_keys set revoked_at = now() where name = $1 and revoked_at is null", [name], stop) == 0)
        {
            throw new Refusal($"There is no key '{name}' in force; 'helpdesk key list' shows all.");
        }
    }

    public Task<IReadOnlyList<Key>> ListAsync(CancellationToken stop) => database.ListAsync(
        "select name, scopes, created_at, created_by, last_used_at, revoked_at from api_keys order by name", [],
        row => new Key(row.GetString(0), row.GetFieldValue<string[]>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5)), stop);

    /// <summary>The key in force with this text, its use noted; null when there is none.</summary>
    public async Task<(string Name, IReadOnlyList<string> Scopes)?> FindAsync(string key, CancellationToken stop)
    {
        var found = await database.ListAsync("select name, scopes from api_keys where hash = $1 and revoked_at is null", [Hash(key)], row => (row.GetString(0), (IReadOnlyList<string>)row.GetFieldValue<string[]>(1)), stop);
        if (found.Count == 0)
        {
            return null;
        }

        // Once a minute says when it was last used; a write for every request would say no more.
        await database.ExecuteAsync("update api_keys set last_used_at = now() where name = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')", [found[0].Item1], stop);
        return found[0];
    }

    static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    [GeneratedRegex("^[A-Za-z0-9._-]{1,60}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
