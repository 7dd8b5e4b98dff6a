using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Helpdesk.Demo;

namespace Helpdesk.Tests.Support;

/// <summary>A token end point (RFC 6749, client credentials) and the introspection end point (RFC 7662) at which a mail server looks tokens up.</summary>
public sealed class TokenServer : IDisposable
{
    public const string Secret = "a-client's-own-secret";

    readonly HttpListener listener = new();
    readonly ConcurrentDictionary<string, bool> tokens = new(StringComparer.Ordinal);
    int fetched;

    public TokenServer()
    {
        Port = DemoPlan.FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    /// <summary>The user whose mailbox every token opens.</summary>
    public string User { get; set; } = "desk";

    /// <summary>What the next tokens are said to live.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many tokens were given so far.</summary>
    public int Fetched => Volatile.Read(ref fetched);

    public bool Knows(string token) => tokens.ContainsKey(token);

    /// <summary>No token given so far is any longer good.</summary>
    public void WithdrawAll() => tokens.Clear();

    public IEnumerable<KeyValuePair<string, string?>> Settings(int index = 0, string secret = Secret, string? expires = null) =>
    [
        new($"Mailboxes__{index}__Password", null), new($"Mailboxes__{index}__OAuth2__TokenEndpoint", $"http://127.0.0.1:{Port}/token"),
        new($"Mailboxes__{index}__OAuth2__ClientId", "helpdesk"), new($"Mailboxes__{index}__OAuth2__ClientSecret", secret),
        new($"Mailboxes__{index}__OAuth2__Scope", "mail"), new($"Mailboxes__{index}__OAuth2__SecretExpires", expires ?? "2099-12-31"),
    ];

    public void Dispose() => listener.Close();

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var call = await listener.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream);
                var form = (await reader.ReadToEndAsync()).Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => WebUtility.UrlDecode(p[^1]), StringComparer.Ordinal);
                var (status, answer) = call.Request.Url!.AbsolutePath == "/token" ? Token(form) : (200, Introspected(form));
                call.Response.StatusCode = status;
                call.Response.ContentType = "application/json";
                call.Response.Close(JsonSerializer.SerializeToUtf8Bytes(answer), willBlock: true);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    (int Status, Dictionary<string, object> Answer) Token(Dictionary<string, string> form)
    {
        if (form.GetValueOrDefault("grant_type") != "client_credentials" || form.GetValueOrDefault("client_secret") != Secret)
        {
            return (401, new() { ["error"] = "invalid_client", ["error_description"] = "no words of this may be repeated" });
        }

        Interlocked.Increment(ref fetched);
        // As long as those of Microsoft 365, beyond what fits into one line of many servers.
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(900));
        tokens[token] = true;
        return (200, new() { ["token_type"] = "Bearer", ["access_token"] = token, ["expires_in"] = (int)Life.TotalSeconds });
    }

    Dictionary<string, object> Introspected(Dictionary<string, string> form) =>
        Knows(form.GetValueOrDefault("token", "")) ? new() { ["active"] = true, ["username"] = User } : new() { ["active"] = false };

    /// <summary>The token in what XOAUTH2 (Google, Microsoft) and OAUTHBEARER (RFC 7628) send.</summary>
    public static string InResponse(string base64) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(base64)).Split('\u0001').First(p => p.StartsWith("auth=Bearer ", StringComparison.Ordinal))["auth=Bearer ".Length..];
}
