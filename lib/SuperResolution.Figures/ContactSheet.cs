using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Many pictures at one glance: the middle square of each, shrunk to one size.</summary>
public static class ContactSheet
{
    /// <summary>A strip of thumbnails.</summary>
    /// <param name="side">Side of a thumbnail in pixels, on the page as well.</param>
    /// <param name="items">Caption and picture, of any size.</param>
    public static PictureStrip Of(int side, params IEnumerable<(string Caption, Picture Picture)> items) =>
        new(side, items.Select(item => (item.Caption, Thumbnail(item.Picture, side))));

    private static Picture Thumbnail(Picture picture, int side)
    {
        var square = picture.Middle(Math.Min(picture.Width, picture.Height));
        return Resize.Imresize(square, (double)side / square.Width);
    }
}
