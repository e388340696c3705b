using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>Makes an enlarged texture agree with its original: the nearest picture whose mip level is the original.</summary>
/// <remarks>
/// All pictures with a given box-filtered version form a convex set, and each block can be projected on its own: every sample of it is moved
/// by the same amount and clamped, where the amount makes the block's mean right (the Euclidean projection on {mean = m} ∩ [0, 1]ⁿ).
/// A projection on a convex set brings a picture no further from any member of it: if the truth has this original,
/// the squared error cannot grow, measured in the values that are projected (light, or stored values). With the transpose of the shrinking this is
/// one step of iterative back-projection (Irani and Peleg 1991); for the box filter one step is enough.
/// </remarks>
public static class BackProjection
{
    private const int Halvings = 50; // of the interval [−1, 1]: far below the last bit of any sample

    /// <summary>Projects and rounds to 8 bit; rounding may leave a mean beside its value, by a fraction of a level.</summary>
    /// <param name="enlarged">Gray or RGB.</param>
    /// <param name="original">The texture that was enlarged; its sides divide those of <paramref name="enlarged"/>, by the same factor.</param>
    /// <param name="linearLight">The mip level is a mean of light, or of stored values.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Picture Project(Picture enlarged, Picture original, bool linearLight = true)
    {
        var scale = Scale(enlarged, original);
        var (samples, means) = (Samples.Of(enlarged, linearLight), Samples.Of(original, linearLight));
        var block = new double[scale * scale];
        for (var y = 0; y < original.Height; y++)
        {
            for (var x = 0; x < original.Width; x++)
            {
                for (var c = 0; c < original.Channels; c++)
                {
                    for (var i = 0; i < block.Length; i++) block[i] = samples.Values[At(i)];
                    Project(block, means.Values[(((y * original.Width) + x) * original.Channels) + c]);
                    for (var i = 0; i < block.Length; i++) samples.Values[At(i)] = block[i];

                    int At(int i) => (((((y * scale) + (i / scale)) * enlarged.Width) + (x * scale) + (i % scale)) * enlarged.Channels) + c;
                }
            }
        }
        return samples.ToPicture(linearLight);
    }

    /// <summary>How far an enlarged texture is from its original when both are seen from a distance: the root of the mean squared difference between the original and the mip level, in levels of 255.</summary>
    /// <param name="enlarged">Gray or RGB.</param>
    /// <param name="original">The texture that was enlarged.</param>
    /// <param name="linearLight">How the mip level is made.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static double Error(Picture enlarged, Picture original, bool linearLight = true)
    {
        var scale = Scale(enlarged, original);
        return Metrics.Psnr.Rmse(Samples.Of(enlarged, linearLight).Box(scale, scale).ToPicture(linearLight), original);
    }

    /// <summary>Moves all values of a block by the same amount and clamps them, so that their mean is <paramref name="mean"/>.</summary>
    internal static void Project(Span<double> block, double mean)
    {
        var (low, high) = (-1.0, 1.0); // moves that make the mean too small (or right) and too large (or right)
        for (var i = 0; i < Halvings; i++)
        {
            var (middle, sum) = ((low + high) / 2, 0.0);
            foreach (var value in block) sum += Math.Clamp(value + middle, 0, 1);
            if (sum < mean * block.Length) low = middle;
            else high = middle;
        }
        foreach (ref var value in block) value = Math.Clamp(value + high, 0, 1);
    }

    private static int Scale(Picture enlarged, Picture original)
    {
        var scale = enlarged.Width / original.Width;
        if (scale < 1 || (enlarged.Width, enlarged.Height, enlarged.Channels) != (original.Width * scale, original.Height * scale, original.Channels))
            throw new ArgumentException($"{enlarged} is no enlargement of {original} by a whole factor.");
        return scale;
    }
}
