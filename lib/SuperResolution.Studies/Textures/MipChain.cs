using System.Numerics;
using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>
/// Mip levels by the box filter (Williams 1983, "Pyramidal parametrics"): level n is the mean of blocks of 2ⁿ×2ⁿ pixels, what a texture is
/// drawn with from far away.
/// </summary>
/// <remarks>
/// Every level is computed from the texture itself and rounded once; a level that is made from the rounded one above it would add up
/// rounding errors. In a texture that is not square, the shorter side stays at one pixel once it is there.
/// <para>In linear light the mean light is that of the texture; of stored values the mean is too dark, the more so the higher the
/// contrast.</para>
/// </remarks>
public static class MipChain
{
    /// <summary>All levels, from the texture itself (level 0) to one pixel.</summary>
    /// <param name="texture">Gray or RGB, both sides powers of two.</param>
    /// <param name="linearLight">Means of light, as it should be; false: of the stored values, as old hardware and many tools did.</param>
    /// <exception cref="ArgumentException">A side is not a power of two.</exception>
    public static IReadOnlyList<Picture> Of(Picture texture, bool linearLight = true) =>
        [.. Enumerable.Range(0, Levels(texture)).Select(level => Level(texture, level, linearLight))];

    /// <summary>All levels of a texture with alpha; see <see cref="Level(Picture, Picture, int, bool)"/>.</summary>
    /// <param name="colour">Gray or RGB, not multiplied by alpha, both sides powers of two.</param>
    /// <param name="alpha">Gray, of the same size.</param>
    /// <param name="linearLight">Means of light, or of stored values.</param>
    /// <exception cref="ArgumentException">A side is not a power of two, or the sizes differ.</exception>
    public static IReadOnlyList<(Picture Colour, Picture Alpha)> Of(Picture colour, Picture alpha, bool linearLight = true) =>
        [.. Enumerable.Range(0, Levels(colour)).Select(level => Level(colour, alpha, level, linearLight))];

    /// <summary>One level.</summary>
    /// <param name="texture">
    /// Gray or RGB; 2 to the level divides both sides, or is larger than the side, and the side a power of two.
    /// </param>
    /// <param name="level">0 is the texture itself.</param>
    /// <param name="linearLight">Means of light, or of stored values.</param>
    /// <exception cref="ArgumentException">The sides do not fit the level.</exception>
    public static Picture Level(Picture texture, int level, bool linearLight = true)
    {
        var (across, down) = Block(texture, level);
        return Samples.Of(texture, linearLight).Box(across, down).ToPicture(linearLight);
    }

    /// <summary>
    /// One level of a texture with alpha: colours count as much as they are opaque, so that what lies under clear pixels does not show.
    /// </summary>
    /// <remarks>
    /// Where a whole block is clear its colour is the plain mean, which nobody sees. Alpha is a share of the area and not a light: its
    /// mean is always that of the stored values.
    /// </remarks>
    /// <param name="colour">Gray or RGB, not multiplied by alpha.</param>
    /// <param name="alpha">Gray, of the same size.</param>
    /// <param name="level">0 is the texture itself.</param>
    /// <param name="linearLight">Means of light, or of stored values.</param>
    /// <exception cref="ArgumentException">The sides do not fit the level or each other.</exception>
    public static (Picture Colour, Picture Alpha) Level(Picture colour, Picture alpha, int level, bool linearLight = true)
    {
        Picture.CheckAlpha(colour, alpha);
        var (across, down) = Block(colour, level);
        var (plain, weights) = (Samples.Of(colour, linearLight), Samples.Of(alpha, false));
        var (mean, opacity) = (plain.Box(across, down), weights.Box(across, down));
        var weighted = plain.Times(weights).Box(across, down);
        for (var i = 0; i < mean.Values.Length; i++)
            if (opacity.Values[i / mean.Channels] is > 0 and var share) mean.Values[i] = weighted.Values[i] / share;
        return (mean.ToPicture(linearLight), opacity.ToPicture(false));
    }

    private static int Levels(Picture texture)
    {
        if (!BitOperations.IsPow2(texture.Width) || !BitOperations.IsPow2(texture.Height))
            throw new ArgumentException($"A mip chain needs sides that are powers of two, not {texture}. Resize the texture first, or " +
                "ask for single levels.");
        return BitOperations.Log2((uint)Math.Max(texture.Width, texture.Height)) + 1;
    }

    private static (int Across, int Down) Block(Picture texture, int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        var side = 1L << Math.Min(level, 40);
        var (across, down) = ((int)Math.Min(side, texture.Width), (int)Math.Min(side, texture.Height));
        if (side % across != 0 || side % down != 0 || texture.Width % across != 0 || texture.Height % down != 0)
            throw new ArgumentException($"Level {level} of {texture} has no whole pixels: 2^{level} must divide the sides. Cut the " +
                "texture with CropToMultipleOf first.");
        return (across, down);
    }
}
