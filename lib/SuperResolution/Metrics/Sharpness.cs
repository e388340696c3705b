using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>
/// Variance of the Laplacian (Pech-Pacheco et al.: Diatom autofocusing in brightfield microscopy, ICPR 2000): how much fine structure a
/// picture has; higher is sharper.
/// </summary>
/// <remarks>
/// A sanity check beside other metrics, not a measure of quality: noise and ringing raise it too, and it depends on the scene.
/// Compare it among restorations of one picture. Kernel 0 1 0 / 1 −4 1 / 0 1 0 on gray (rgb2gray, 0…255), only where it lies inside.
/// </remarks>
public static class Sharpness
{
    /// <summary>The greatest possible variance, that of a chessboard of black and white pixels: (4 · 255)².</summary>
    public const double Greatest = 1020.0 * 1020.0;

    /// <summary>This metric as a value.</summary>
    public static Metric Metric { get; } = Metric.NoReference("Sharpness", Better.Higher, (0, Greatest), MetricCost.Low, Of);

    /// <summary>The variance, from 0 (no structure, or a plain ramp) to <see cref="Greatest"/>.</summary>
    /// <exception cref="ArgumentException">A side is shorter than 3.</exception>
    public static double Of(Picture picture)
    {
        if (Math.Min(picture.Width, picture.Height) < 3)
            throw new ArgumentException($"The Laplacian needs at least 3×3 pixels; the picture is {picture}.");
        var gray = picture.ToGray();
        var pixels = gray.Pixels;
        var width = gray.Width;
        long sum = 0, squares = 0; // exact: at most 1,040,400 per pixel
        for (var y = 1; y < gray.Height - 1; y++)
        {
            for (var at = (y * width) + 1; at < ((y + 1) * width) - 1; at++)
            {
                var value = pixels[at - width] + pixels[at - 1] - (4 * pixels[at]) + pixels[at + 1] + pixels[at + width];
                sum += value;
                squares += value * value;
            }
        }
        var count = (double)(width - 2) * (gray.Height - 2);
        var mean = sum / count;
        return Math.Max(0, (squares / count) - (mean * mean));
    }
}
