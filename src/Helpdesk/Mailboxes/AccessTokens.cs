using System.Collections.Concurrent;
using System.Text.Json;
using Helpdesk.CommandLine;

namespace Helpdesk.Mailboxes;

/// <summary>Fetches access tokens and keeps each until four fifths of its life are over.</summary>
sealed class AccessTokens(HttpClient http, TimeProvider clock) : IDisposable
{
    /// <summary>A token used to its last second is refused by a server whose clock is ahead.</summary>
    const double UsefulShare = 0.8;

    sealed record Token(string Value, DateTimeOffset RenewAt);

    readonly ConcurrentDictionary<string, Token> tokens = new(StringComparer.Ordinal);
    readonly SemaphoreSlim fetching = new(1, 1);

    /// <summary>A token for the mailbox; another one than <paramref name="refused"/>, which the server no longer takes.</summary>
    /// <remarks>One is fetched at a time, so that mailboxes that share a token share the fetch.</remarks>
    /// <exception cref="TokenRefused">The end point refused, or did not answer as it should.</exception>
    public async Task<string> ForAsync(OAuth2Options options, string? refused, CancellationToken stop)
    {
        var key = $"{options.TokenEndpoint}|{options.ClientId}|{options.Scope}";
        if (Kept(key, refused) is { } kept)
        {
            return kept;
        }

        await fetching.WaitAsync(stop);
        try
        {
            if (Kept(key, refused) is { } meanwhile)
            {
                return meanwhile;
            }

            var token = await FetchAsync(options, stop);
            tokens[key] = token;
            return token.Value;
        }
        finally
        {
            fetching.Release();
        }
    }

    public void Dispose() => fetching.Dispose();

    string? Kept(string key, string? refused) =>
        tokens.TryGetValue(key, out var kept) && kept.Value != refused && clock.GetUtcNow() < kept.RenewAt ? kept.Value : null;

    async Task<Token> FetchAsync(OAuth2Options options, CancellationToken stop)
    {
        var secret = options.ClientSecret ?? await SecretFile.ReadAsync("ClientSecretFile", options.ClientSecretFile!, stop);
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", options.ClientId), new("client_secret", secret), new("scope", options.Scope),
        ]);
        try
        {
            using var answer = await http.PostAsync(new Uri(options.TokenEndpoint), form, stop);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            if (!answer.IsSuccessStatusCode)
            {
                throw new TokenRefused(json.RootElement.TryGetProperty("error", out var error) ? error.GetString() ?? "an error" : $"HTTP {(int)answer.StatusCode}");
            }

            var life = TimeSpan.FromSeconds(json.RootElement.TryGetProperty("expires_in", out var seconds) ? seconds.GetDouble() : 300);
            return new(json.RootElement.GetProperty("access_token").GetString()!, clock.GetUtcNow() + (life * UsefulShare));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new TokenRefused("nothing usable", e);
        }
    }
}
