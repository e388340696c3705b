using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>Makes an enlarged texture agree with its original: the original comes out again as its mip level.</summary>
/// <remarks>
/// Each block is treated on its own: all its stored values are moved by the same amount and clamped, where the amount makes the block's
/// mean right. For means of stored values this is the Euclidean projection on the convex set {mean = m} ∩ [0, 1]ⁿ, and brings a picture no
/// further from any member of that set: if the truth has this original, the squared error cannot grow. For means of light there is no such
/// promise, because the set is not convex in stored values. (Moving light instead would be a projection again, in light, and drive dark
/// pixels to black.) With the transpose of the shrinking as its step this is iterative back-projection (Irani and Peleg 1991); for the box
/// filter one step is enough.
/// </remarks>
public static class BackProjection
{
    private const int Halvings = 24; // of the interval [−1, 1]: to 1e-7, far below one level

    /// <summary>
    /// Projects and rounds to 8 bit. What rounding takes from a sample is given to the next one of its block, so that the mean stays.
    /// </summary>
    /// <param name="enlarged">Gray or RGB.</param>
    /// <param name="original">
    /// The texture that was enlarged; its sides divide those of <paramref name="enlarged"/>, by the same factor.
    /// </param>
    /// <param name="linearLight">The mip level is a mean of light, or of stored values.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Picture Project(Picture enlarged, Picture original, bool linearLight = true)
    {
        var scale = Scale(enlarged, original);
        var (samples, means, pixels) = (Samples.Of(enlarged, false), Samples.Of(original, linearLight), new byte[enlarged.Pixels.Length]);
        var block = new double[scale * scale];
        for (var y = 0; y < original.Height; y++)
        {
            for (var x = 0; x < original.Width; x++)
            {
                for (var c = 0; c < original.Channels; c++)
                {
                    for (var i = 0; i < block.Length; i++) block[i] = samples.Values[At(i)];
                    Project(block, means.Values[(((y * original.Width) + x) * original.Channels) + c], linearLight);
                    var carry = 0.0;
                    for (var i = 0; i < block.Length; i++)
                    {
                        var value = (block[i] * 255) + carry;
                        pixels[At(i)] = (byte)Math.Clamp(Math.Floor(value + 0.5), 0, 255);
                        carry = value - pixels[At(i)];
                    }

                    int At(int i) =>
                        (((((y * scale) + (i / scale)) * enlarged.Width) + (x * scale) + (i % scale)) * enlarged.Channels) + c;
                }
            }
        }
        return new Picture(enlarged.Width, enlarged.Height, enlarged.Channels, pixels);
    }

    /// <summary>
    /// How far an enlarged texture is from its original when both are seen from a distance: the root of the mean squared difference
    /// between the original and the mip level, in levels of 255.
    /// </summary>
    /// <param name="enlarged">Gray or RGB.</param>
    /// <param name="original">The texture that was enlarged.</param>
    /// <param name="linearLight">How the mip level is made.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static double Error(Picture enlarged, Picture original, bool linearLight = true)
    {
        var scale = Scale(enlarged, original);
        return Metrics.Psnr.Rmse(Samples.Of(enlarged, linearLight).Box(scale, scale).ToPicture(linearLight), original);
    }

    /// <summary>
    /// Moves all stored values of a block by the same amount and clamps them, so that the mean, of light or of stored values, is
    /// <paramref name="mean"/>.
    /// </summary>
    internal static void Project(Span<double> block, double mean, bool linearLight)
    {
        var (low, high) = (-1.0, 1.0); // moves that make the mean too small, and large enough
        for (var i = 0; i < Halvings; i++)
        {
            var (middle, sum) = ((low + high) / 2, 0.0);
            foreach (var value in block)
            {
                var moved = Math.Clamp(value + middle, 0, 1);
                sum += linearLight ? LinearLight.Decode(moved) : moved;
            }
            if (sum < mean * block.Length) low = middle;
            else high = middle;
        }
        foreach (ref var value in block) value = Math.Clamp(value + high, 0, 1);
    }

    private static int Scale(Picture enlarged, Picture original)
    {
        var scale = enlarged.Width / original.Width;
        if (scale < 1 || (enlarged.Width, enlarged.Height, enlarged.Channels) != (
            original.Width * scale, original.Height * scale, original.Channels))
            throw new ArgumentException($"{enlarged} is no enlargement of {original} by a whole factor.");
        return scale;
    }
}
