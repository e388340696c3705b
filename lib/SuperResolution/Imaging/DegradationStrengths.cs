namespace SuperResolution.Training;

/// <summary>How strongly <see cref="RealWorldDegradation"/> degrades: each value is drawn evenly from its range for each patch.</summary>
/// <param name="BlurSigma">Standard deviation of an isotropic blur in pixels of the picture it meets, HR or LR.</param>
/// <param name="AxisVariance">Variance of an anisotropic blur along either axis, in squared pixels.</param>
/// <param name="Anisotropic">Probability of a blur to be anisotropic, 0…1.</param>
/// <param name="Noise">Standard deviation of Gaussian noise in 8-bit units.</param>
/// <param name="Bilinear">Probability of the downscaling to be bilinear and not bicubic, 0…1.</param>
/// <param name="EarlyJpeg">Probability of a JPEG compression somewhere before the last step, 0…1.</param>
/// <param name="LateJpeg">Probability of a JPEG compression as the last step, 0…1.</param>
/// <param name="JpegQuality">1…100.</param>
public sealed record DegradationStrengths(
    ValueRange BlurSigma, ValueRange AxisVariance, double Anisotropic, ValueRange Noise, double Bilinear, double EarlyJpeg,
    double LateJpeg, ValueRange JpegQuality)
{
    /// <summary>No blur, no noise, no JPEG: the downscaling with MATLAB's bicubic is left.</summary>
    public static DegradationStrengths None { get; } = new(default, default, 0, default, 0, 0, 0, new(100, 100));

    /// <summary>
    /// Upper ends, noise and JPEG as in BSRGAN's published code (github.com/cszn/BSRGAN, utils/utils_blindsr.py), where blur grows with
    /// the scale.
    /// </summary>
    /// <remarks>There sigmas and variances start at 0; here at 0.1, below which nothing is blurred, and 0.25.</remarks>
    /// <param name="scale">2, 3, 4 …</param>
    public static DegradationStrengths Bsrgan(int scale) => new(
        BlurSigma: new(0.1, 2 + (0.2 * scale)), AxisVariance: new(0.25, 4 + scale), Anisotropic: 0.5,
        Noise: new(2, 25), Bilinear: 0.5, EarlyJpeg: 0.9, LateJpeg: 1, JpegQuality: new(30, 95));
}
