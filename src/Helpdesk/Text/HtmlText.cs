using System.Text;
using MimeKit.Text;

namespace Helpdesk.Text;

/// <summary>The text a person sees in an HTML mail: lines, no markup; quoted blocks with <c>&gt;</c> before each line.</summary>
/// <remarks>A stream of tokens, no tree: nested bombs cost linear time and no memory.</remarks>
static class HtmlText
{
    /// <summary>Four million characters of markup: no mail a person wrote has more, and the rest would only cost time.</summary>
    const int LongestMarkup = 4_000_000;

    public static string From(string html)
    {
        using var markup = new StringReader(html.Length > LongestMarkup ? html[..LongestMarkup] : html);
        var tokenizer = new HtmlTokenizer(markup) { DecodeCharacterReferences = true, IgnoreTruncatedTags = true };
        var lines = new Lines();
        var hidden = 0;
        while (tokenizer.ReadNextToken(out var token) && lines.Length < CleanText.Longest)
        {
            switch (token)
            {
                case HtmlTagToken tag when tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title or HtmlTagId.Head:
                    hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1));
                    break;
                case HtmlTagToken { Id: HtmlTagId.Body }:
                    hidden = 0;
                    break;
                case HtmlTagToken tag:
                    lines.Tag(tag);
                    break;
                case HtmlDataToken data when hidden == 0 && token.Kind == HtmlTokenKind.Data:
                    lines.Text(data.Data);
                    break;
            }
        }

        return lines.ToString();
    }

    sealed class Lines
    {
        readonly StringBuilder all = new();
        readonly StringBuilder line = new();
        int quotes;
        int emptyLines;
        bool space;

        public int Length => all.Length + line.Length;

        public void Text(string data)
        {
            foreach (var c in data)
            {
                if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF')
                {
                    space = true;
                    continue;
                }

                if (space && line.Length > 0)
                {
                    line.Append(' ');
                }

                space = false;
                line.Append(c);
            }
        }

        public void Tag(HtmlTagToken tag)
        {
            switch (tag.Id)
            {
                case HtmlTagId.Br:
                    End(keepEmpty: true);
                    break;
                case HtmlTagId.BlockQuote:
                    End(keepEmpty: false);
                    quotes = Math.Clamp(quotes + (tag.IsEndTag ? -1 : 1), 0, 50);
                    break;
                case HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Table:
                    End(keepEmpty: false);
                    if (tag.IsEndTag)
                    {
                        End(keepEmpty: true);
                    }

                    break;
                case HtmlTagId.HR:
                    End(keepEmpty: false);
                    line.Append("________________________________");
                    End(keepEmpty: false);
                    break;
                case HtmlTagId.LI when !tag.IsEndTag:
                    End(keepEmpty: false);
                    line.Append("- ");
                    break;
                case HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.Pre or HtmlTagId.Address:
                    End(keepEmpty: false);
                    break;
                case HtmlTagId.TD or HtmlTagId.TH:
                    space = true;
                    break;
            }
        }

        public override string ToString()
        {
            End(keepEmpty: false);
            return all.ToString().Trim('\n');
        }

        /// <summary>Ends the line; of several empty lines one stays.</summary>
        void End(bool keepEmpty)
        {
            space = false;
            if (line.Length == 0)
            {
                if (!keepEmpty || ++emptyLines > 1)
                {
                    return;
                }
            }
            else
            {
                emptyLines = 0;
            }

            if (quotes > 0)
            {
                all.Append('>', quotes).Append(' ');
            }

            all.Append(line).Append('\n');
            line.Clear();
        }
    }
}
