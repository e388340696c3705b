using System.Numerics;
using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>
/// Quantises to a palette with a regular pattern, so that the mean over some pixels is a colour that the palette does not have (Bayer
/// 1973).
/// </summary>
/// <remarks>
/// The pattern depends on the place alone: where its side divides the texture's, the texture still repeats without a seam.
/// </remarks>
public static class OrderedDither
{
    /// <summary>Bayer's matrix: the numbers 0 … side² − 1 so that each next one lies as far as possible from those before.</summary>
    /// <remarks>
    /// M₁ = (0), and M₂ₙ has 4·Mₙ + 0 at the upper left, + 2 at the upper right, + 3 at the lower left, + 1 at the lower right.
    /// </remarks>
    /// <param name="side">A power of two, 1 to 16.</param>
    /// <returns>Row by row.</returns>
    /// <exception cref="ArgumentException">Another side.</exception>
    public static int[] Bayer(int side)
    {
        if (side is < 1 or > 16 || !BitOperations.IsPow2(side))
            throw new ArgumentException($"Bayer's matrix has a side of 1, 2, 4, 8 or 16, not {side}.");
        if (side == 1) return [0];
        var (half, quarter) = (side / 2, Bayer(side / 2));
        return [.. Enumerable.Range(0, side * side).Select(i =>
        {
            var (x, y) = (i % side, i / side);
            var own = (x < half, y < half) switch { (true, true) => 0, (false, true) => 2, (true, false) => 3, _ => 1 };
            return (4 * quarter[(y % half * half) + (x % half)]) + own;
        })];
    }

    /// <summary>Adds the pattern, from −spread/2 to +spread/2, and takes the nearest colour.</summary>
    /// <remarks>
    /// In stored values and in light the pattern goes to all three channels, in Oklab to the lightness. A mean that is to be right for the
    /// eye needs linear light.
    /// </remarks>
    /// <param name="picture">RGB.</param>
    /// <param name="palette">The colours that may be used.</param>
    /// <param name="spread">
    /// How far the pattern reaches, in [0, 1] of the coordinates; best the distance of neighbouring colours of the palette. 0 is no
    /// dithering.
    /// </param>
    /// <param name="distance">In which coordinates the pattern is added and colours are compared.</param>
    /// <param name="side">Of Bayer's matrix.</param>
    /// <exception cref="ArgumentException">The spread is not in [0, 1], the side not possible, or the picture gray.</exception>
    public static Picture Quantise(
        Picture picture, Palette palette, double spread, ColourDistance distance = ColourDistance.Oklab, int side = 4)
    {
        if (!(spread is >= 0 and <= 1)) throw new ArgumentException($"A spread of {spread} is out of range: 0 to 1.");
        var (matrix, points) = (Bayer(side), palette.Points(distance));
        byte[] indices = [.. Palette.All(picture).Select((colour, i) =>
        {
            var rank = matrix[(i / picture.Width % side * side) + (i % picture.Width % side)];
            var shift = spread * (((rank + 0.5) / (side * side)) - 0.5);
            var (x, y, z) = ColourPoint.Of(colour.Red, colour.Green, colour.Blue, distance);
            return Palette.Nearest(points, distance == ColourDistance.Oklab ? new(x + shift, y, z) : new(x + shift, y + shift, z + shift));
        })];
        return palette.ToPicture(picture.Width, picture.Height, indices);
    }
}
