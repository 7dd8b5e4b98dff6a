using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Helpdesk.CommandLine;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>Reads the first sheet of a workbook as lines of text, down to the first empty row.</summary>
static class SheetLines
{
    /// <exception cref="Refusal">The file is no workbook.</exception>
    public static IEnumerable<(long Line, string[] Cells)> Read(string path)
    {
        var lines = new List<(long, string[])>();
        try
        {
            using var document = SpreadsheetDocument.Open(path, isEditable: false);
            var workbook = document.WorkbookPart!;
            var shared = workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(s => s.InnerText).ToList() ?? [];
            var sheet = (WorksheetPart)workbook.GetPartById(workbook.Workbook.Sheets?.Elements<Sheet>().FirstOrDefault()?.Id?.Value ?? throw new InvalidDataException("The workbook has no sheet."));
            var width = 0;
            foreach (var (number, row) in (sheet.Worksheet.GetFirstChild<SheetData>() ?? throw new InvalidDataException("The sheet is empty.")).Elements<Row>().Index())
            {
                var cells = new List<string>();
                foreach (var cell in row.Elements<Cell>())
                {
                    var column = cell.CellReference?.Value is { } reference ? Column(reference) : cells.Count;
                    cells.AddRange(Enumerable.Repeat("", Math.Max(0, column - cells.Count)));
                    cells.Add(Value(cell, shared, isHeading: number == 0 && column > 0).Trim());
                }

                if (cells.All(c => c.Length == 0))
                {
                    break;
                }

                width = Math.Max(width, cells.FindLastIndex(c => c.Length > 0) + 1);
                lines.Add((row.RowIndex?.Value ?? (uint)(number + 1), [.. cells]));
            }

            // Programs leave empty cells out at the end of a row, or add some behind it.
            return lines.ConvertAll(l => (l.Item1, l.Item2.Length < width ? [.. l.Item2, .. Enumerable.Repeat("", width - l.Item2.Length)] : l.Item2[..Math.Max(width, l.Item2.ToList().FindLastIndex(c => c.Length > 0) + 1)]));
        }
        catch (Exception e) when (e is OpenXmlPackageException or InvalidDataException or FileFormatException or System.Xml.XmlException)
        {
            throw new Refusal($"{path} is no workbook that can be read; save it anew as .xlsx, or as CSV.", e);
        }
    }

    static string Value(Cell cell, List<string> shared, bool isHeading)
    {
        var text = cell.CellValue?.InnerText ?? "";
        if (cell.DataType?.Value is { } type)
        {
            return type == CellValues.SharedString ? shared[int.Parse(text, CultureInfo.InvariantCulture)]
                : type == CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
                : text;
        }

        // A month over a column may be a date, which a workbook keeps as days since 1900.
        return isHeading && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is > 20_000 and < 100_000
            ? Month.Of(DateOnly.FromDateTime(DateTime.FromOADate(days))).ToString()
            : text;
    }

    /// <summary>The column of a reference such as <c>AB12</c>, from 0.</summary>
    static int Column(string reference) => reference.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;
}
