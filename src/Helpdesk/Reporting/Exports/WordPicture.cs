using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using Pictures = DocumentFormat.OpenXml.Drawing.Pictures;
using Place = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Helpdesk.Reporting.Exports;

/// <summary>A picture in the text of a Word document, with its text alternative.</summary>
static class WordPicture
{
    /// <summary>English Metric Units in a twentieth of a point.</summary>
    const long EmuPerTwip = 635;

    /// <param name="part">The picture's relationship.</param>
    /// <param name="twips">How wide it stands on the page; the height follows from the picture's own measures.</param>
    public static Drawing Of(string part, string alternative, int twips, int width, int height)
    {
        var across = twips * EmuPerTwip;
        var down = across * height / width;
        return new(new Place.Inline(
            new Place.Extent { Cx = across, Cy = down },
            new Place.DocProperties { Id = 1, Name = "Chart", Description = alternative },
            new A.Graphic(new A.GraphicData(new Pictures.Picture(
                new Pictures.NonVisualPictureProperties(new Pictures.NonVisualDrawingProperties { Id = 1, Name = "Chart", Description = alternative }, new Pictures.NonVisualPictureDrawingProperties()),
                new Pictures.BlipFill(new A.Blip { Embed = part }, new A.Stretch(new A.FillRectangle())),
                new Pictures.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = across, Cy = down }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle }))) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
            { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 });
    }
}
