using System.Net;
using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Support;

/// <summary>A browser without script: keeps cookies, follows redirects, fills in a page's forms with their hidden fields.</summary>
public sealed partial class PlainBrowser(Uri address, string name) : IDisposable
{
    readonly CookieContainer cookies = new();
    HttpClient? client;

    /// <summary>The site; moved to another process of the same one, the browser keeps its cookies.</summary>
    public Uri Site { get; set; } = address;

    /// <summary>Who is signed in.</summary>
    public string Name => name;

    /// <summary>What the page last shown says, its markup.</summary>
    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the browser ended up.</summary>
    public string Path { get; private set; } = "";

    HttpClient Client => client ??= new(new HttpClientHandler { CookieContainer = cookies });

    public async Task SignInAsync(string person, string password)
    {
        await GetAsync("/sign-in");
        await SubmitAsync("/sign-in", ("Name", person), ("Password", password));
        Assert.Equal(HttpStatusCode.OK, Status);
        Assert.DoesNotContain("sign-in", Path, StringComparison.Ordinal);
    }

    public Task<PlainBrowser> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Sends a form with the anti-forgery token of the page last shown.</summary>
    public Task<PlainBrowser> SubmitAsync(string path, params IEnumerable<(string Name, string Value)> fields) =>
        SendAsync(new(HttpMethod.Post, path) { Content = Form([("__RequestVerificationToken", Token().Match(Page).Groups[1].Value), .. fields]) });

    /// <summary>Sends a form without any token, as another site would.</summary>
    public Task<PlainBrowser> ForgeAsync(string path, params IEnumerable<(string Name, string Value)> fields) =>
        SendAsync(new(HttpMethod.Post, path) { Content = Form(fields) });

    /// <summary>Sends a form as the page's script does.</summary>
    public Task<PlainBrowser> FragmentAsync(string path, params IEnumerable<(string Name, string Value)> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form([("__RequestVerificationToken", Token().Match(Page).Groups[1].Value), .. fields]) };
        request.Headers.Add("X-Fragment", "1");
        return SendAsync(request);
    }

    /// <summary>Loses the session, as when its time is over.</summary>
    public void LoseSession()
    {
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            cookie.Expired |= cookie.Name == "helpdesk";
        }
    }

    /// <summary>The value of the page's hidden field.</summary>
    public string Field(string field) => Regex.Match(Page, $"name=\"{field}\" value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>The message the page shows.</summary>
    public long Message => long.Parse(Regex.Match(Page, "data-message=\"([0-9]+)\"").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The page's text without markup.</summary>
    public string Text => WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(Page, "<[^>]+>", " "), @"\s+", " "));

    public void Dispose() => client?.Dispose();

    static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields) => new(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));

    async Task<PlainBrowser> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.RequestUri = new(Site, request.RequestUri!);
            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
            Status = response.StatusCode;
            Path = response.RequestMessage!.RequestUri!.PathAndQuery;
            Page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        return this;
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
