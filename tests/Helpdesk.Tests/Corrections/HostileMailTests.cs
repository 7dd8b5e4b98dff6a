using Helpdesk.Tests.Support;
using Microsoft.Playwright;
using MimeKit;

namespace Helpdesk.Tests.Corrections;

public sealed class HostileMailTests(Servers servers, Chromium chromium)
{
    /// <summary>Ways in which a mail tries to run something, load something or pose as the page; each would call <c>alert</c> or ask a server.</summary>
    public static IReadOnlyList<string> Attacks { get; } =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"http://tracker.example/pixel.png\">",
        "<svg onload=alert(1)><circle/></svg>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x>x</a></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form action=http://evil.example><input name=password><button formaction=javascript:alert(1)>Sign in</button></form>",
        "<a href=\"javascript:alert(1)\">click</a>",
        "<a href=\" &#14; javascript:alert(1)\">click</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">click</a>",
        "<a href=\"http://evil.example/login\">https://secas.example</a>",
        "<iframe src=http://evil.example></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=http://evil.example/x.swf></object><embed src=http://evil.example/x>",
        "<link rel=stylesheet href=http://evil.example/x.css><style>@import 'http://evil.example/y.css'; body { background: url(http://evil.example/z.png) }</style>",
        "<div style=\"background:url(http://evil.example/bg.png);position:fixed;top:0;left:0;width:100%;height:100%\">x</div>",
        "<div style=\"width:expression(alert(1))\">x</div>",
        "<base href=http://evil.example/><a href=/login>x</a>",
        "<meta http-equiv=refresh content='0;url=http://evil.example'>",
        "<body onload=alert(1)>",
        "<video poster=http://evil.example/p.png><source onerror=alert(1)></video><audio src=http://evil.example/a.mp3 autoplay>",
        "<input autofocus onfocus=alert(1)><details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
        "<table background=http://evil.example/t.png><tr><td background=http://evil.example/u.png>x</td></tr></table>",
        "<<script>script>alert(1)//<</script>/script>",
        "<scr\0ipt>alert(1)</scr\0ipt>",
        "<p>\u202Egnp.exe</p><img alt='\"><script>alert(1)</script>' src=x>",
        "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp>",
        "<form id=x></form><input form=x name=attributes><a name=body></a><img name=querySelectorAll>",
    ];

    [Fact]
    public async Task No_attack_runs_or_loads_anything_in_the_text_or_in_the_frame()
    {
        var database = await servers.NewDatabaseAsync();
        var settings = await StoredMail.MoreAsync(servers, database, Attacks.Select((attack, i) => Some.Mail($"{i}: {attack}".Replace("\0", "", StringComparison.Ordinal), from: "Eve <eve@evil.example>", and: mail =>
        {
            mail.From.Clear();
            mail.From.Add(new MailboxAddress("<script>alert(1)</script>", "eve@evil.example"));
            mail.Body = new Multipart("mixed")
            {
                new MultipartAlternative { new TextPart("plain") { Text = attack.Replace("\0", "", StringComparison.Ordinal) }, new TextPart("html") { Text = $"<html><head></head><body><p>Dear SECAS</p>{attack}</body></html>" } },
                new MimePart("application", "octet-stream") { FileName = "\"><img src=x onerror=alert(1)>.pdf", Content = new MimeContent(new MemoryStream("x"u8.ToArray())), ContentDisposition = new("attachment") },
            };
        })));
        await using var pages = await ServedPages.StartAsync(database, [.. settings, StoredMail.AllDoubtful]);
        var page = await chromium.SignInAsync(pages);
        var (dialogs, strangers) = (0, new List<string>());
        page.Dialog += (_, dialog) =>
        {
            dialogs++;
            _ = dialog.DismissAsync();
        };
        page.Context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(pages.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                strangers.Add(request.Url);
            }
        };

        for (var turn = 1; turn <= Attacks.Count; turn++)
        {
            var id = await StoredMail.IdAsync(database, turn);
            await page.GotoAsync($"/messages/{id}?html=true");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Assert.Contains("eve@evil.example", await page.Locator(".head").InnerTextAsync(), StringComparison.Ordinal);
            var frame = page.FrameLocator("iframe.html");
            Assert.Contains("Dear SECAS", await frame.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal((turn, 0), (turn, await frame.Locator("script, style, img, svg, form, input, iframe, object, embed, link, meta[http-equiv], base, video, audio, a[href], [onerror], [onload], [background]").CountAsync()));
        }

        Assert.Equal(0, dialogs);
        Assert.Empty(strangers);
    }

    [Fact]
    public async Task The_frame_stands_under_a_policy_that_allows_nothing_and_links_show_their_true_target()
    {
        var database = await servers.NewDatabaseAsync();
        var settings = await StoredMail.MoreAsync(servers, database,
            Some.Mail(and: mail => mail.Body = new TextPart("html") { Text = "<p>Sign in at <a href=\"http://evil.example/login\">https://secas.example</a></p><img src=http://t.example/x.png alt=\"our logo\">" }),
            Some.Mail(and: mail => mail.Body = new TextPart("html") { Text = string.Concat(Enumerable.Repeat("<div>", 60_000)) + "deep" }),
            Some.Mail());
        await using var pages = await ServedPages.StartAsync(database, settings);
        var page = await chromium.SignInAsync(pages);
        async Task<IResponse> FrameAsync(int turn) => (await page.GotoAsync($"/messages/{await StoredMail.IdAsync(database, turn)}/html"))!;

        var links = await FrameAsync(1);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox", await links.HeaderValueAsync("content-security-policy"));
        Assert.Equal("Sign in at https://secas.example <http://evil.example/login>\n\n[picture: our logo]", (await page.Locator("body").InnerTextAsync()).Trim());
        await FrameAsync(2);
        Assert.Contains("too large or too deeply nested to be shown safely", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        await FrameAsync(3);
        Assert.Contains("This mail has no HTML", await page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_original_that_is_gone_or_whose_mailbox_is_gone_gets_its_sentence()
    {
        var database = await StoredMail.InAsync(servers, Some.Mail());
        await using var pages = await ServedPages.StartAsync(database);
        using var analyst = await pages.SignInAsync();

        await analyst.GetAsync("/messages/1/html");
        Assert.Contains("The mailbox 'helpdesk' is no longer set up here", analyst.Text, StringComparison.Ordinal);
        await Rows.ListAsync(database, "update deliveries set gone_at = now() returning uid");
        await analyst.GetAsync("/messages/1/html");
        Assert.Contains("The original lies in no mailbox", analyst.Text, StringComparison.Ordinal);
    }
}
