using System.Globalization;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>Numbers as colours: a few published colours at equal distances, with straight lines in sRGB between them.</summary>
public sealed class ColourMap
{
    private readonly byte[][] colours;

    /// <param name="colours">At least two, as RRGGBB.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public ColourMap(params IEnumerable<string> colours)
    {
        this.colours = [.. colours.Select(Convert.FromHexString)];
        if (this.colours.Length < 2) throw new ArgumentException("A colour map needs at least two colours.", nameof(colours));
    }

    /// <summary>
    /// From little to much: equal steps look equally large, also to colour-blind readers and in gray (Smith and van der Walt 2015,
    /// matplotlib's <c>viridis</c>, every tenth part of it).
    /// </summary>
    public static ColourMap Viridis { get; } =
        new("440154", "482475", "414487", "355F8D", "2A788E", "21918C", "22A884", "44BF70", "7AD151", "BDDF26", "FDE725");

    /// <summary>
    /// From below zero (purple) over zero (nearly white) to above (orange): ColorBrewer's PuOr in 11 classes, turned round; safe for
    /// colour-blind readers (Harrower and Brewer 2003).
    /// </summary>
    public static ColourMap PurpleOrange { get; } =
        new("2D004B", "542788", "8073AC", "B2ABD2", "D8DAEB", "F7F7F7", "FEE0B6", "FDB863", "E08214", "B35806", "7F3B08");

    /// <summary>The colour of a number.</summary>
    /// <param name="value">0…1; what lies outside gets the colour of the nearer end.</param>
    public (byte Red, byte Green, byte Blue) At(double value)
    {
        var place = Math.Clamp(value, 0, 1) * (colours.Length - 1);
        var left = Math.Min((int)place, colours.Length - 2);
        byte Mix(int channel) =>
            (byte)Math.Round(colours[left][channel] + ((place - left) * (colours[left + 1][channel] - colours[left][channel])));
        return (Mix(0), Mix(1), Mix(2));
    }

    /// <summary>A picture with a pixel for each number.</summary>
    /// <param name="values">0…1, row by row.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <exception cref="ArgumentException">The numbers do not fill whole rows.</exception>
    public Picture Draw(IReadOnlyList<double> values, int width)
    {
        if (width < 1 || values.Count == 0 || values.Count % width != 0)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{values.Count} values do not fill rows of {width}."));
        var pixels = new byte[values.Count * 3];
        for (var i = 0; i < values.Count; i++) (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = At(values[i]);
        return new Picture(width, values.Count / width, 3, pixels);
    }

    /// <summary>The whole map from left to right, for the bar below a figure.</summary>
    internal Picture Bar() => Draw([.. Enumerable.Range(0, 256).Select(i => i / 255.0)], 256);
}
