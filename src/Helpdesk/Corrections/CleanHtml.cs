using Ganss.Xss;
using Helpdesk.CommandLine;
using MimeKit.Text;

namespace Helpdesk.Corrections;

/// <summary>Makes the HTML of a stranger's mail harmless: what may stay is listed, everything else goes.</summary>
/// <remarks>
/// The last of three walls, not the only one: the frame is sandboxed, and its policy forbids scripts, forms and every
/// request. Links become text with their true target behind, pictures become their description.
/// </remarks>
static class CleanHtml
{
    /// <summary>Half a million characters: newsletters have a fifth; beyond, the parser's time grows faster than the text.</summary>
    const int Longest = 500_000;

    /// <summary>Outlook nests some thirty deep; a parser that builds a tree needs minutes for a bomb of a hundred thousand.</summary>
    const int Deepest = 200;

    const int MostTags = 40_000;

    /// <summary>Within the sizes above a tenth of this is usual on a slow machine.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    static readonly string[] Tags =
        ["a", "abbr", "address", "b", "big", "blockquote", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"];

    static readonly string[] Styles = ["color", "background-color", "font-weight", "font-style", "text-align", "text-decoration", "vertical-align", "border", "border-collapse", "padding", "width"];

    /// <summary>A whole page to stand in the frame.</summary>
    /// <exception cref="Refusal">It is too large or too deep to be cleaned in time; the text is what there is.</exception>
    public static async Task<string> PageAsync(string html, CancellationToken stop)
    {
        if (html.Length > Longest || IsBomb(html))
        {
            throw new Refusal("The HTML of this mail is too large or too deeply nested to be shown safely; read its text.");
        }

        try
        {
            var body = await Task.Run(() => Clean(html), stop).WaitAsync(Patience, stop);
            return $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Message</title></head><body>{body}</body></html>";
        }
        catch (TimeoutException e)
        {
            throw new Refusal("The HTML of this mail takes too long to be made safe; read its text.", e);
        }
    }

    static string Clean(string html)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>([.. Tags, "img"], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["style", "colspan", "rowspan", "align", "dir", "lang", "href", "alt"], StringComparer.OrdinalIgnoreCase),
            AllowedCssProperties = new HashSet<string>(Styles, StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
        }) { KeepChildNodes = false };
        var document = sanitizer.SanitizeDom(html);
        foreach (var link in document.QuerySelectorAll("a").ToList())
        {
            var target = link.GetAttribute("href");
            link.RemoveAttribute("href");
            if (target is { Length: > 0 } && link.TextContent.Trim() != target)
            {
                link.AppendChild(document.CreateTextNode($" <{target}>"));
            }
        }

        foreach (var picture in document.QuerySelectorAll("img").ToList())
        {
            picture.Replace(document.CreateTextNode($"[picture{(picture.GetAttribute("alt") is { Length: > 0 } alt ? $": {alt}" : "")}]"));
        }

        return document.Body?.InnerHtml ?? "";
    }

    /// <summary>Looked through as a stream of tokens, before anything builds a tree of it.</summary>
    static bool IsBomb(string html)
    {
        using var markup = new StringReader(html);
        var tokenizer = new HtmlTokenizer(markup) { IgnoreTruncatedTags = true };
        var (depth, tags) = (0, 0);
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is not HtmlTagToken tag)
            {
                continue;
            }

            depth = Math.Max(0, depth + (tag.IsEndTag ? -1 : tag.IsEmptyElement || tag.Id.IsEmptyElement() ? 0 : 1));
            if (depth > Deepest || ++tags > MostTags || tag.Attributes.Count > 100)
            {
                return true;
            }
        }

        return false;
    }
}
