using Helpdesk.CommandLine;
using SkiaSharp;
using Svg.Skia;
using Svg.Skia.TypefaceProviders;

namespace Helpdesk.Reporting.Exports;

/// <summary>A chart's SVG as PNG, for programs that take no SVG.</summary>
static class ChartPicture
{
    /// <summary>Twice the drawing's size: about 200 dots an inch across a page, sharp in print and small enough to mail.</summary>
    const float Scale = 2;

    /// <summary>Where Debian, Fedora and Alpine keep DejaVu, one known type, so that every machine draws the same picture.</summary>
    static readonly string[] TypeFolders = ["/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF"];

    /// <exception cref="Refusal">The machine has no type to write with.</exception>
    public static byte[] Png(string svg)
    {
        var folder = TypeFolders.FirstOrDefault(f => File.Exists(Path.Combine(f, "DejaVuSans.ttf")))
            ?? throw new Refusal("The chart cannot be drawn as PNG: this machine has no DejaVu fonts; install them (Debian: apt-get install fonts-dejavu-core).");
        using var type = new DejaVu(folder);
        using var drawing = new SKSvg();
        drawing.Settings.TypefaceProviders = [type];
        drawing.FromSvg(svg);
        using var bytes = new MemoryStream();
        drawing.Save(bytes, SKColors.White, SKEncodedImageFormat.Png, 100, Scale, Scale);
        return bytes.ToArray();
    }

    sealed class DejaVu(string folder) : ITypefaceProvider, IDisposable
    {
        readonly SKTypeface plain = SKTypeface.FromFile(Path.Combine(folder, "DejaVuSans.ttf"));
        readonly SKTypeface bold = SKTypeface.FromFile(Path.Combine(folder, "DejaVuSans-Bold.ttf"));

        public SKTypeface FromFamilyName(string fontFamily, SKFontStyleWeight fontWeight, SKFontStyleWidth fontWidth, SKFontStyleSlant fontStyle) =>
            fontWeight >= SKFontStyleWeight.SemiBold ? bold : plain;

        public void Dispose()
        {
            plain.Dispose();
            bold.Dispose();
        }
    }
}
