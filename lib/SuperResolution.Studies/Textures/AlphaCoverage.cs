using SuperResolution.Imaging;

namespace SuperResolution.Textures;

/// <summary>
/// The share of a texture that passes the alpha test, which decides without blending whether a pixel is drawn (Castaño 2010, "Computing
/// alpha mipmaps").
/// </summary>
public static class AlphaCoverage
{
    /// <summary>The share of pixels whose alpha is at least the cutoff.</summary>
    /// <param name="alpha">Gray; 0 is clear, 255 opaque.</param>
    /// <param name="cutoff">In (0, 1]; 0.5 where a game says nothing else.</param>
    /// <exception cref="ArgumentException">Alpha has colours, or the cutoff is out of range.</exception>
    public static double Of(Picture alpha, double cutoff = 0.5) =>
        Share(Histogram(alpha), Least(cutoff)) / (double)(alpha.Width * alpha.Height);

    /// <summary>
    /// Alpha times the factor that brings the coverage nearest to what it should be, clamped: leaves neither thin out nor grow.
    /// </summary>
    /// <remarks>
    /// The coverage goes in steps, at equal values of alpha: a hard mask cannot be moved at all. A texture that is clear everywhere stays
    /// so.
    /// </remarks>
    /// <param name="alpha">Gray.</param>
    /// <param name="coverage">The share that should pass, 0…1.</param>
    /// <param name="cutoff">In (0, 1].</param>
    /// <exception cref="ArgumentException">Alpha has colours, or a number is out of range.</exception>
    public static Picture Preserve(Picture alpha, double coverage, double cutoff = 0.5)
    {
        if (!(coverage is >= 0 and <= 1)) throw new ArgumentException($"A coverage of {coverage} is no share: 0 to 1.");
        var (histogram, least, wanted) = (Histogram(alpha), Least(cutoff), coverage * alpha.Width * alpha.Height);
        // The value that is to become the least that passes. Among equally good ones the nearest to the cutoff changes least.
        var reference = Enumerable.Range(1, 255).MinBy(value => (Math.Abs(Share(histogram, value) - wanted), Math.Abs(value - least)));
        return new Picture(alpha.Width, alpha.Height, 1,
            [.. alpha.Pixels.ToArray().Select(value => (byte)Math.Min(255, ((value * least) + (reference / 2)) / reference))]);
    }

    /// <summary>The least 8-bit alpha that passes.</summary>
    private static int Least(double cutoff) =>
        cutoff is > 0 and <= 1 ? (int)Math.Ceiling(cutoff * 255)
            : throw new ArgumentException($"A cutoff of {cutoff} is out of range: above 0, at most 1.");

    private static int[] Histogram(Picture alpha)
    {
        if (alpha.Channels != 1) throw new ArgumentException($"Alpha is gray, not {alpha}.");
        var counts = new int[256];
        foreach (var value in alpha.Pixels) counts[value]++;
        return counts;
    }

    private static int Share(int[] histogram, int least) => histogram.AsSpan(least).ToArray().Sum();
}
