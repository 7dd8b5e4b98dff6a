using Helpdesk.Mailboxes;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary>One token for all who may share it, for four fifths of its life.</summary>
public sealed class AccessTokenTests : IDisposable
{
    readonly TokenServer server = new();
    readonly HttpClient http = new();
    readonly SetClock clock = new(Some.Moment);
    readonly AccessTokens tokens;

    public AccessTokenTests() => tokens = new(http, clock);

    OAuth2Options Options => new() { TokenEndpoint = $"http://127.0.0.1:{server.Port}/token", ClientId = "helpdesk", ClientSecret = TokenServer.Secret, Scope = "mail" };

    public void Dispose()
    {
        tokens.Dispose();
        http.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_token_is_kept_for_four_fifths_of_its_life_and_then_renewed()
    {
        var first = await AskAsync(null);
        clock.Now += TimeSpan.FromMinutes(47);
        Assert.Equal(first, await AskAsync(null));

        clock.Now += TimeSpan.FromMinutes(2);
        Assert.NotEqual(first, await AskAsync(null));
        Assert.Equal(2, server.Fetched);
    }

    [Fact]
    public async Task Ten_who_ask_at_once_get_one_token()
    {
        var given = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync(null)));

        Assert.Single(given.Distinct());
        Assert.Equal(1, server.Fetched);
    }

    [Fact]
    public async Task Ten_whose_token_was_refused_get_one_other_token()
    {
        var refused = await AskAsync(null);

        var given = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync(refused)));

        Assert.NotEqual(refused, Assert.Single(given.Distinct()));
        Assert.Equal(2, server.Fetched);
    }

    Task<string> AskAsync(string? refused) => tokens.ForAsync(Options, refused, TestContext.Current.CancellationToken);
}
