using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Pictures side by side, each with a caption. Pixels stay sharp, so that what one sees is what was computed.</summary>
public sealed class PictureStrip : Figure
{
    private readonly (string Caption, Picture Picture)[] items;
    private readonly int width;

    /// <summary>All pictures are drawn <paramref name="width"/> CSS pixels wide, whatever their own size.</summary>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="items">Caption and picture.</param>
    public PictureStrip(int width, params IEnumerable<(string Caption, Picture Picture)> items) =>
        (this.width, this.items) = (width, [.. items]);

    /// <summary>The same part of every picture, enlarged by whole pixels.</summary>
    /// <param name="x">Left column of the part, in pixels of the largest picture.</param>
    /// <param name="y">Upper row of the part.</param>
    /// <param name="side">Side of the part.</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="items">Caption and picture; smaller pictures (LR) are cut at the corresponding place.</param>
    public static PictureStrip Zoom(int x, int y, int side, int width, params IEnumerable<(string Caption, Picture Picture)> items)
    {
        var list = items.ToList();
        var largest = list.Max(item => item.Picture.Width);
        return new PictureStrip(width, list.Select(item =>
        {
            var factor = (double)item.Picture.Width / largest;
            int Scaled(int value) => (int)Math.Round(value * factor);
            return (item.Caption, item.Picture.Crop(Scaled(x), Scaled(y), Math.Max(1, Scaled(side)), Math.Max(1, Scaled(side))));
        }));
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("<div data-figure=\"pictures\" " +
            "style=\"display:flex;flex-wrap:wrap;gap:10px;align-items:flex-start\">");
        foreach (var (caption, picture) in items)
            html.Append($"<figure style=\"{InRow(width, items.Length)}\">{Image(picture, caption)}<figcaption " +
                $"style=\"{CaptionStyle}\">{Escape(caption)}</figcaption></figure>");
        return html.Append("</div>").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" | ", items.Select(item => $"{item.Caption} ({item.Picture})"));
}
