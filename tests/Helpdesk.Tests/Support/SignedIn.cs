using System.Net;
using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Support;

/// <summary>A browser without a window: keeps cookies, follows nothing, sends the forms' token along.</summary>
sealed partial class SignedIn : IDisposable
{
    readonly HttpClient http;

    SignedIn(Uri address, CookieContainer cookies)
    {
        Cookies = cookies;
        http = new(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    public static SignedIn Nobody(Uri address) => new(address, new());

    /// <summary>Signs in; the account exists.</summary>
    public static async Task<SignedIn> AsAsync(Uri address, string name, string password)
    {
        var browser = Nobody(address);
        var answer = await browser.TryAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    public async Task<HttpResponseMessage> TryAsync(string name, string password)
    {
        var form = await http.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        using var content = new FormUrlEncodedContent([new("Name", name), new("Password", password), new("__RequestVerificationToken", Token().Match(form).Groups[1].Value)]);
        return await http.PostAsync("/sign-in", content, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path, TestContext.Current.CancellationToken);

    public void Dispose() => http.Dispose();

    [GeneratedRegex(@"name=""__RequestVerificationToken"" type=""hidden"" value=""([^""]+)""")]
    private static partial Regex Token();
}
