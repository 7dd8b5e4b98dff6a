using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Word = DocumentFormat.OpenXml.Wordprocessing;

namespace Helpdesk.Tests.Reporting;

/// <summary>Reads a table back out of each format, as rows of name and figures joined by commas.</summary>
static class ReadBack
{
    public static IReadOnlyList<string> Csv(string text) => [.. text.TrimEnd('\n').Split('\n').Skip(1)];

    public static IReadOnlyList<string> Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return
        [
            .. document.RootElement.GetProperty("rows").EnumerateArray().Select(r => Line(r.GetProperty("category").GetString()!, r.GetProperty("counts").EnumerateArray().Select(c => c.ToString()))),
            Line("Total", document.RootElement.GetProperty("total").EnumerateArray().Select(c => c.ToString())),
        ];
    }

    public static IReadOnlyList<string> Markdown(string text) =>
        [.. text.Split('\n').Where(l => l.StartsWith('|')).Skip(2).Select(l => Plain(l.Trim('|', ' ').Replace("**", "", StringComparison.Ordinal).Split(" | ")))];

    public static IReadOnlyList<string> Html(string text) =>
        [.. Regex.Matches(text[text.IndexOf("<tbody>", StringComparison.Ordinal)..text.IndexOf("</table>", StringComparison.Ordinal)], "<tr.*?</tr>", RegexOptions.Singleline)
            .Select(r => Plain([.. Regex.Matches(r.Value, "<t[hd][^>]*>(.*?)</t[hd]>", RegexOptions.Singleline).Select(c => WebUtility.HtmlDecode(c.Groups[1].Value))]))
            .Where(l => !l.StartsWith("Mail received", StringComparison.Ordinal))];

    public static IReadOnlyList<string> Docx(byte[] bytes)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        return [.. document.MainDocumentPart!.Document.Body!.Elements<Word.Table>().Single().Elements<Word.TableRow>().Skip(1)
            .Select(r => Plain([.. r.Elements<Word.TableCell>().Select(c => string.Concat(c.Descendants<Word.Run>().Where(run => run.RunProperties?.VerticalTextAlignment is null).Select(run => run.InnerText)))]))];
    }

    /// <summary>From the numbers themselves; the total from what its formula was reckoned to.</summary>
    public static IReadOnlyList<string> Xlsx(byte[] bytes)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        var sheet = (WorksheetPart)document.WorkbookPart!.GetPartById("figures");
        return [.. sheet.Worksheet.GetFirstChild<SheetData>()!.Elements<Row>().Skip(1).Select(r => r.Elements<Cell>().ToList()).TakeWhile(c => c.Count > 0)
            .Select(c => Line(c[0].InnerText, c.Skip(1).Select(n => n.CellValue?.Text ?? "")))];
    }

    static string Plain(IReadOnlyList<string> cells) =>
        Line(cells[0], cells.Skip(1).Select(c => Regex.Replace(c, "<sup>.*?</sup>|<span.*?</span>|<[^>]+>", "").Replace(",", "", StringComparison.Ordinal).Trim()));

    static string Line(string name, IEnumerable<string> figures) => string.Join(',', figures.Prepend(Regex.Replace(name, "<[^>]+>", "").Replace("\\", "", StringComparison.Ordinal).Trim()));

    /// <summary>Rows add up to the total in every column.</summary>
    public static void AddsUp(IReadOnlyList<string> lines)
    {
        var figures = lines.Select(l => l.Split(',').Skip(1).Select(f => int.Parse(f, CultureInfo.InvariantCulture)).ToList()).ToList();
        for (var column = 0; column < figures[0].Count; column++)
        {
            Assert.Equal(figures[^1][column], figures.SkipLast(1).Sum(r => r[column]));
        }
    }
}
