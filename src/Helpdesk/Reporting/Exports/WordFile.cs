using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Helpdesk.Reporting.Exports;

/// <summary>The table, or section 4 whole, as a Word document whose styles can be restyled and whose table can be pasted.</summary>
static class WordFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>A4 across, in twentieths of a point: thirteen months and a name do not fit upright.</summary>
    const int PageWidth = 16838, PageHeight = 11906, Margin = 1000;

    const int NameWidth = 2900;

    public static byte[] Of(MonthReport report, bool whole)
    {
        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.Make();
            var body = new Body();
            if (whole)
            {
                body.Append(Line("Heading1", report.Heading));
                body.Append(report.Sentences.Select(s => Line("Normal", s)));
            }

            body.Append(TableOf(report), Line("Caption", report.Caption));
            body.Append(report.Footnotes.Select(f => new Paragraph(StyleOf("FigureNote"), Raised(f.Mark), Words(" " + f.Text))));
            if (report.DraftLine is { } draft)
            {
                body.Append(Line("FigureNote", draft));
            }

            if (whole)
            {
                var picture = main.AddImagePart(ImagePartType.Png, "chart");
                picture.FeedData(new MemoryStream(ChartPicture.Png(StackedChart.Of(report.Table))));
                body.Append(new Paragraph(StyleOf("Normal"), new Run(WordPicture.Of("chart", StackedChart.Alternative(report.Table), PageWidth - (2 * Margin), StackedChart.Width, StackedChart.Height))));
                List("Notes", report.Notes);
                List("Changes in the series", report.Breaks);
            }

            body.Append(new SectionProperties(
                new PageSize { Width = PageWidth, Height = PageHeight, Orient = PageOrientationValues.Landscape },
                new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 500, Footer = 500, Gutter = 0 }));
            main.Document = new(body);

            void List(string title, IReadOnlyList<string> lines)
            {
                if (lines.Count > 0)
                {
                    body.Append(Line("Heading2", title));
                    body.Append(lines.Select(l => Line("Normal", l)));
                }
            }
        }

        return StableZip.Of(package);
    }

    static Table TableOf(MonthReport report)
    {
        var table = report.Table;
        var width = (PageWidth - (2 * Margin) - NameWidth) / table.Months.Count;
        var word = new Table(
            new TableProperties(
                new TableStyle { Val = "HelpdeskTable" },
                new TableWidth { Width = (NameWidth + (width * table.Months.Count)).ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { FirstRow = true, LastRow = true, FirstColumn = true, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true },
                new TableCaption { Val = report.Caption }),
            new TableGrid([new GridColumn { Width = NameWidth.ToString(CultureInfo.InvariantCulture) }, .. table.Months.Select(_ => new GridColumn { Width = width.ToString(CultureInfo.InvariantCulture) })]));
        word.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), Cell("Category", "", NameWidth, "CellText"), .. table.Months.Select(m => Cell(m.Heading, report.MarkOver(m), width, "CellNumber"))]));
        foreach (var row in table.Printed)
        {
            word.Append(new TableRow([new TableRowProperties(new CantSplit()), Cell(row.Heading, "", NameWidth, row.Key is null ? "CellTotalText" : "CellText"), .. row.Counts.Select((c, i) => Cell(MonthReport.Printed(c), report.MarkAt(row, i), width, row.Key is null ? "CellTotal" : "CellNumber"))]));
        }

        return word;
    }

    static TableCell Cell(string text, string mark, int width, string style)
    {
        var line = new Paragraph(StyleOf(style), Words(text));
        if (mark.Length > 0)
        {
            line.Append(Raised(mark));
        }

        return new(new TableCellProperties(new TableCellWidth { Width = width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }), line);
    }

    static Paragraph Line(string style, string text) => new(StyleOf(style), Words(text));

    static ParagraphProperties StyleOf(string style) => new(new ParagraphStyleId { Val = style });

    static Run Words(string text) => new(new W.Text(text) { Space = SpaceProcessingModeValues.Preserve });

    static Run Raised(string mark) => new(new RunProperties(new VerticalTextAlignment { Val = VerticalPositionValues.Superscript }), new W.Text(mark));
}
