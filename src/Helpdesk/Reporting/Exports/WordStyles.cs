using DocumentFormat.OpenXml.Wordprocessing;

namespace Helpdesk.Reporting.Exports;

/// <summary>The document's styles: Word's own names where it has one, so that a report's template takes over by paste.</summary>
static class WordStyles
{
    public static Styles Make() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri", ComplexScript = "Calibri" }, new FontSize { Val = "22" }, new Languages { Val = "en-GB" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120" }))),
        new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        Paragraph("Heading1", "heading 1", new(new KeepNext(), new SpacingBetweenLines { Before = "240", After = "120" }, new OutlineLevel { Val = 0 }), new(new Bold(), new FontSize { Val = "32" })),
        Paragraph("Heading2", "heading 2", new(new KeepNext(), new SpacingBetweenLines { Before = "200", After = "80" }, new OutlineLevel { Val = 1 }), new(new Bold(), new FontSize { Val = "26" })),
        Paragraph("Caption", "caption", new(new SpacingBetweenLines { Before = "80", After = "160" }), new(new Bold(), new FontSize { Val = "18" })),
        Paragraph("FigureNote", "Figure Note", new(new SpacingBetweenLines { After = "40" }), new(new FontSize { Val = "18" })),
        Paragraph("CellText", "Cell Text", new(new SpacingBetweenLines { After = "0" }), new(new FontSize { Val = "17" })),
        Paragraph("CellNumber", "Cell Number", new(new SpacingBetweenLines { After = "0" }, new Justification { Val = JustificationValues.Right }), new(new FontSize { Val = "17" })),
        // A total in bold by its own style: not every program heeds a table style's last row.
        Paragraph("CellTotalText", "Cell Total Text", new(new SpacingBetweenLines { After = "0" }), new(new Bold(), new FontSize { Val = "17" })),
        Paragraph("CellTotal", "Cell Total", new(new SpacingBetweenLines { After = "0" }, new Justification { Val = JustificationValues.Right }), new(new Bold(), new FontSize { Val = "17" })),
        new Style(
            new StyleName { Val = "Helpdesk Table" },
            new StyleTableProperties(
                new TableBorders(
                    Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 70, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 70, Type = TableWidthValues.Dxa })),
            Part(TableStyleOverrideValues.FirstRow), Part(TableStyleOverrideValues.LastRow)) { Type = StyleValues.Table, StyleId = "HelpdeskTable", CustomStyle = true });

    static Style Paragraph(string id, string name, StyleParagraphProperties paragraph, StyleRunProperties run) =>
        new(new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new PrimaryStyle(), paragraph, run) { Type = StyleValues.Paragraph, StyleId = id };

    static TableStyleProperties Part(TableStyleOverrideValues part) =>
        new(new RunPropertiesBaseStyle(new Bold())) { Type = part };

    static T Line<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Color = "808080" };
}
