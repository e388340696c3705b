using SuperResolution.Imaging;
using SuperResolution.Metrics;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// SSIM (Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13) as a differentiable function: the same number as <see cref="Ssim"/>, with a
/// gradient.
/// </summary>
/// <remarks>
/// The loss to be minimised is <see cref="SsimLoss"/>. Computed in the type and on the device of its arguments; use float64 where the
/// gradient is studied.
/// </remarks>
public static class SsimIndex
{
    /// <summary>The mean over all images, channels and window positions.</summary>
    /// <param name="a">(N, C, H, W) in [0, 1], float32 or float64, at least 11×11 pixels.</param>
    /// <param name="b">The same shape and type.</param>
    /// <returns>A scalar, at most 1, higher is better; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than 11.</exception>
    public static Tensor Of(Tensor a, Tensor b)
    {
        SameSize.Require(a, b);
        var (height, width) = (a.size(2), a.size(3));
        if (Math.Min(height, width) < Ssim.Window)
            throw new ArgumentException($"SSIM needs at least {Ssim.Window}×{Ssim.Window} pixels, the images have {width}×{height}.");
        using var scope = NewDisposeScope();
        var (luminance, structure) = GaussianWindows.Factors(GaussianWindows.Planes(a), GaussianWindows.Planes(b), Ssim.Gaussian);
        return (luminance * structure).mean().MoveToOuterDisposeScope();
    }
}
