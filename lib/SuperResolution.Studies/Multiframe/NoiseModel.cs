namespace SuperResolution.Multiframe;

/// <summary>
/// Noise of a sensor: the variance of a sample of brightness x in [0, 1] is α·x + β, shot noise and read noise, both taken as Gaussian.
/// </summary>
/// <param name="Shot">α: 1 / the number of electrons that make white.</param>
/// <param name="Read">β, the variance in the dark.</param>
public readonly record struct NoiseModel(double Shot, double Read)
{
    private const double Rounding = 1 / (12 * 255.0 * 255.0); // frames are 8-bit pictures

    /// <summary>No noise but that of rounding to 8 bit.</summary>
    public static NoiseModel None => default;

    /// <summary>White noise of the same strength everywhere.</summary>
    /// <param name="sigma">Standard deviation in 8-bit units.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public static NoiseModel White(double sigma) =>
        sigma >= 0 ? new(0, sigma * sigma / (255 * 255))
            : throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation is at least 0.");

    /// <summary>The variance at a brightness, rounding included.</summary>
    /// <param name="brightness">0…1.</param>
    public double Variance(double brightness) => (Shot * Math.Clamp(brightness, 0, 1)) + Read + Rounding;

    /// <summary>Brightness over standard deviation: what the paper chooses its parameters by.</summary>
    /// <param name="brightness">0…1.</param>
    public double Snr(double brightness) => brightness / Math.Sqrt(Variance(brightness));

    /// <summary>The generalised Anscombe transform: after it the noise has a standard deviation of 1 whatever the brightness.</summary>
    /// <param name="sample">A noisy sample in [0, 1].</param>
    /// <param name="share">Which part of the variance the sample has, e.g. Σw² where it is a weighted sum of independent channels.</param>
    internal double Stabilised(double sample, double share = 1)
    {
        var (a, b) = (share * Shot, share * (Read + Rounding));
        return a < 1e-12 ? sample / Math.Sqrt(b) : 2 / a * Math.Sqrt(Math.Max(0, (a * sample) + (0.375 * a * a) + b));
    }
}
