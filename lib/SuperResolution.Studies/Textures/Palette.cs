using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>The few colours that a texture may have, in an order: pixels are stored as indices into it.</summary>
public sealed class Palette
{
    /// <summary>As many as an 8-bit index can name.</summary>
    public const int Most = 256;

    private readonly (byte Red, byte Green, byte Blue)[] colours;

    /// <summary>A palette of given colours.</summary>
    /// <param name="colours">1 to 256, all different.</param>
    /// <exception cref="ArgumentException">None, too many, or one twice.</exception>
    public Palette(params IEnumerable<(byte Red, byte Green, byte Blue)> colours)
    {
        this.colours = [.. colours];
        if (this.colours.Length is 0 or > Most)
            throw new ArgumentException($"A palette has 1 to {Most} colours, not {this.colours.Length}. Count those of a picture with " +
                "Palette.Count first.");
        if (this.colours.Distinct().Count() < this.colours.Length) throw new ArgumentException("A palette has every colour once.");
    }

    /// <summary>The colours in their order.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Colours => colours;

    /// <summary>The colours of a picture in the order in which they appear, row by row.</summary>
    /// <param name="picture">RGB.</param>
    /// <exception cref="ArgumentException">More than 256 colours, or gray.</exception>
    public static Palette Of(Picture picture) => new(All(picture).Distinct().Take(Most + 1));

    /// <summary>How many different colours a picture has.</summary>
    /// <param name="picture">RGB.</param>
    /// <exception cref="ArgumentException">Gray.</exception>
    public static int Count(Picture picture) => All(picture).Distinct().Count();

    /// <summary>For every pixel, row by row, the index of its colour.</summary>
    /// <param name="picture">RGB, all of whose colours are in the palette.</param>
    /// <exception cref="ArgumentException">A colour is not in the palette; the message says which.</exception>
    public byte[] Indices(Picture picture) =>
        [.. All(picture).Select(colour => Array.IndexOf(colours, colour) is >= 0 and var index ? (byte)index
        : throw new ArgumentException($"The colour {colour} is not in the palette. Call Quantise first."))];

    /// <summary>The picture of indices.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="indices">Row by row.</param>
    /// <exception cref="ArgumentException">An index is too large, or there are not width × height.</exception>
    public Picture ToPicture(int width, int height, ReadOnlySpan<byte> indices)
    {
        var pixels = new byte[indices.Length * 3];
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] >= colours.Length)
                throw new ArgumentException($"There is no colour {indices[i]} in a palette of {colours.Length}.");
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = colours[indices[i]];
        }
        return new Picture(width, height, 3, pixels);
    }

    /// <summary>Every pixel becomes the nearest colour of the palette; of equally near ones the first.</summary>
    /// <param name="picture">RGB.</param>
    /// <param name="distance">Which is nearest.</param>
    /// <exception cref="ArgumentException">Gray.</exception>
    public Picture Quantise(Picture picture, ColourDistance distance = ColourDistance.Oklab)
    {
        var (points, known) = (Points(distance), new Dictionary<(byte, byte, byte), byte>());
        byte[] indices = [.. All(picture).Select(colour =>
        {
            if (!known.TryGetValue(colour, out var index))
                known[colour] = index = Nearest(points, ColourPoint.Of(colour.Red, colour.Green, colour.Blue, distance));
            return index;
        })];
        return ToPicture(picture.Width, picture.Height, indices);
    }

    internal ColourPoint[] Points(ColourDistance distance) =>
        [.. colours.Select(colour => ColourPoint.Of(colour.Red, colour.Green, colour.Blue, distance))];

    internal static byte Nearest(ColourPoint[] points, ColourPoint colour)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < points.Length; i++)
            if (points[i].To(colour) is var distance && distance < least) (best, least) = (i, distance);
        return (byte)best;
    }

    internal static IEnumerable<(byte Red, byte Green, byte Blue)> All(Picture picture)
    {
        if (picture.Channels != 3) throw new ArgumentException($"A palette holds RGB colours; this is {picture}. Call ToRgb first.");
        return Enumerable.Range(0, picture.Width * picture.Height)
            .Select(i => (picture.Pixels[3 * i], picture.Pixels[(3 * i) + 1], picture.Pixels[(3 * i) + 2]));
    }
}
