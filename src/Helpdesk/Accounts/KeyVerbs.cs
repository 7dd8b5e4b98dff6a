using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Accounts;

/// <summary><c>key add|list|revoke</c>: keys for programs.</summary>
static class KeyVerbs
{
    public static Verb Key() => new("key", "Keys for programs that read the figures.") { Add(), List(), Revoke() };

    static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "What the key is for." };
        var scope = new Option<string[]>("--scope") { Description = string.Join(" or ", ApiScopes.All) + "; may be given twice.", HelpName = "SCOPE", DefaultValueFactory = _ => [ApiScopes.Figures] };
        return new("add", "Makes a key and shows it, once.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await run.Out.WriteLineAsync(await run.Get<ApiKeyStore>().AddAsync(run.Value(name), run.Value(scope)!, Environment.UserName, stop));
            return 0;
        }) { name, scope };
    }

    static Verb List()
    {
        var json = new Option<bool>("--json") { Description = "For programs." };
        return new("list", "Shows every key with its scopes and last use.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var keys = await run.Get<ApiKeyStore>().ListAsync(stop);
            if (run.Value(json))
            {
                await run.WriteJsonAsync(keys);
                return 0;
            }

            foreach (var key in keys)
            {
                await run.Out.WriteLineAsync($"{key.Name}\t{string.Join(", ", key.Scopes)}\t{(key.LastUsed is { } used ? "last used " + Written(used) : "never used")}{(key.Revoked is { } revoked ? "\trevoked " + Written(revoked) : "")}");
            }

            return 0;
        }) { json };
    }

    static Verb Revoke()
    {
        var name = new Argument<string>("NAME") { Description = "The key to end." };
        return new("revoke", "Ends a key at once.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await run.Get<ApiKeyStore>().RevokeAsync(run.Value(name), stop);
            await run.Out.WriteLineAsync($"The key {run.Value(name)} lets nobody in any more.");
            return 0;
        }) { name };
    }

    static string Written(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
