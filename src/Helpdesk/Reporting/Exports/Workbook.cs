using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Helpdesk.Messages;
using S = DocumentFormat.OpenXml.Spreadsheet;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table as a workbook: typed numbers, totals that add up by themselves, and a sheet that says where they come from.</summary>
static class Workbook
{
    /// <summary>The cell formats, in the order of <see cref="Styles"/>.</summary>
    enum Format : uint
    {
        Plain,
        Bold,
        Number,
        BoldNumber,
        Month,
        Literal,
        Wrapped,
    }

    public static byte[] Of(MonthReport report)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            var figures = workbook.AddNewPart<WorksheetPart>("figures");
            figures.Worksheet = Figures(report);
            var about = workbook.AddNewPart<WorksheetPart>("about");
            about.Worksheet = About(report);
            workbook.Workbook = new(
                new Sheets(
                    new Sheet { Id = "figures", SheetId = 1, Name = string.Create(CultureInfo.InvariantCulture, $"Table {report.TableNumber}") },
                    new Sheet { Id = "about", SheetId = 2, Name = "About this table" }),
                new CalculationProperties { FullCalculationOnLoad = true });
        }

        return StableZip.Of(package);
    }

    static Worksheet Figures(MonthReport report)
    {
        var table = report.Table;
        var rows = new SheetData();
        rows.Append(RowOf([Text("Category", Format.Bold), .. table.Months.Select(Heading)]));
        foreach (var row in table.Rows)
        {
            rows.Append(RowOf([Text(row.Heading), .. row.Counts.Select(c => Number(c, Format.Number))]));
        }

        rows.Append(RowOf([Text("Total", Format.Bold), .. table.Total.Counts.Select((c, i) => Sum(c, Column(i + 1), table.Rows.Count + 1))]));
        if (table.Memo.Count > 0)
        {
            rows.Append(RowOf([]));
            rows.Append(RowOf([Text("Received = total + what is not counted", Format.Bold)]));
            foreach (var row in table.Memo)
            {
                rows.Append(RowOf([Text(row.Name), .. row.Counts.Select(c => Number(c, Format.Number))]));
            }
        }

        if (table.EstimateLine is { } estimates)
        {
            rows.Append(RowOf([]), RowOf([Text(estimates)]));
        }

        return new(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(
                new Pane { HorizontalSplit = 1, VerticalSplit = 1, TopLeftCell = "B2", ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
            new Columns(new Column { Min = 1, Max = 1, Width = 34, CustomWidth = true }, new Column { Min = 2, Max = (uint)table.Months.Count + 1, Width = 9, CustomWidth = true }),
            rows,
            new PageSetup { Orientation = OrientationValues.Landscape, PaperSize = 9, FitToHeight = 0 });
    }

    static Worksheet About(MonthReport report)
    {
        var rows = new SheetData();
        rows.Append(RowOf([Text(string.Create(CultureInfo.InvariantCulture, $"{report.Caption}, {report.Month.Title} ({report.State})"), Format.Bold)]));
        rows.Append(RowOf([Text("Telephone enquiries of the month"), Number(report.Calls, Format.Number)]));
        Lines(report.About.Lines());
        Lines(report.Footnotes.Select(f => ("Footnote " + f.Mark, f.Text)));
        Lines(report.Notes.Select(n => ("Note", n)));
        Lines(report.Breaks.Select(b => ("Change in the series", b)));
        return new(new Columns(new Column { Min = 1, Max = 1, Width = 34, CustomWidth = true }, new Column { Min = 2, Max = 2, Width = 100, CustomWidth = true }), rows);

        void Lines(IEnumerable<(string Name, string Value)> lines)
        {
            foreach (var (name, value) in lines)
            {
                rows.Append(RowOf([Text(name), Text(value, Format.Wrapped)]));
            }
        }
    }

    static Row RowOf(IEnumerable<Cell> cells) => new(cells);

    static Cell Heading(Month month) =>
        new(new CellValue(month.FirstDay.ToDateTime(default).ToOADate().ToString(CultureInfo.InvariantCulture))) { StyleIndex = (uint)Format.Month };

    /// <summary>A text is typed as text, so no spreadsheet runs it; what looks like a formula is also marked as a literal, should it be edited.</summary>
    static Cell Text(string text, Format format = Format.Plain) =>
        new(new InlineString(new S.Text(text) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = (uint)(CsvTable.LooksLikeFormula(text) ? Format.Literal : format) };

    static Cell Number(int? count, Format format) => count is null
        ? new() { StyleIndex = (uint)format }
        : new(new CellValue(count.Value.ToString(CultureInfo.InvariantCulture))) { StyleIndex = (uint)format };

    static Cell Sum(int? total, string column, int lastRow) => total is null
        ? new() { StyleIndex = (uint)Format.BoldNumber }
        : new(new CellFormula(string.Create(CultureInfo.InvariantCulture, $"SUM({column}2:{column}{lastRow})")), new CellValue(total.Value.ToString(CultureInfo.InvariantCulture))) { StyleIndex = (uint)Format.BoldNumber };

    static string Column(int index) => index < 26 ? ((char)('A' + index)).ToString() : Column((index / 26) - 1) + (char)('A' + (index % 26));

    static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "mmm yy" }) { Count = 1 },
        new Fonts(new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }), new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" })) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border()) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 3, ApplyNumberFormat = true }, // #,##0
            new CellFormat { FontId = 1, NumberFormatId = 3, ApplyFont = true, ApplyNumberFormat = true },
            new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Right }) { FontId = 1, NumberFormatId = 164, ApplyFont = true, ApplyNumberFormat = true, ApplyAlignment = true },
            new CellFormat { QuotePrefix = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { ApplyAlignment = true }) { Count = 7 });
}
