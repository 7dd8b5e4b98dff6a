using SkiaSharp;
using Svg.Skia;

namespace Helpdesk.Reporting.Exports;

/// <summary>A chart's SVG as PNG, for programs that take no SVG.</summary>
static class ChartPicture
{
    /// <summary>Twice the drawing's size: about 200 dots an inch across a page, sharp in print and small enough to mail.</summary>
    const float Scale = 2;

    public static byte[] Png(string svg)
    {
        using var drawing = new SKSvg();
        drawing.FromSvg(svg);
        using var bytes = new MemoryStream();
        drawing.Save(bytes, SKColors.White, SKEncodedImageFormat.Png, 100, Scale, Scale);
        return bytes.ToArray();
    }
}
