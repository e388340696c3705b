using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Complex-wavelet structural similarity (Sampat, Wang, Gupta, Bovik, Markey 2009, eq. 8): blind to small shifts and rotations; 1 for
/// equal pictures, higher is better.
/// </summary>
/// <remarks>
/// As the authors' cwssim_index.m with 4 levels, 8 orientations, no guard band and K = 0: gray in 0…255 (RGB pictures by
/// rgb2gray, rounded to 8 bit), the bands of the coarsest level alone, 7×7 windows only where they lie inside, and a mean over
/// the map that weighs the middle of the picture more (a Gaussian with σ = a quarter of the band's height).
/// The transform is periodic, so that opposite borders touch.
/// </remarks>
public static class CwSsim
{
    private const int Levels = 4, Orientations = 8, Window = 7, Least = 64;

    /// <summary>CW-SSIM as a value.</summary>
    public static Metric Metric { get; } = Metric.FullReference("CW-SSIM", Better.Higher, (0, 1), MetricCost.Medium, Of);

    /// <summary>The weighted mean of the CW-SSIM maps of all orientations.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 64.</exception>
    public static double Of(Picture reference, Picture distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "CW-SSIM", Least);
        return Of255(x, y);
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over the images.</summary>
    /// <param name="reference">(N, 1 or 3, H, W) in [0, 1], any float type and device.</param>
    /// <param name="distorted">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, are no pictures, or a side is shorter than 64.</exception>
    public static double Of(Tensor reference, Tensor distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "CW-SSIM", Least);
        return Of255(x, y);
    }

    private static double Of255(Tensor x, Tensor y)
    {
        using var frozen = no_grad();
        var (cx, cy) = (ComplexSteerablePyramid.Bands(x, Levels, Orientations), ComplexSteerablePyramid.Bands(y, Levels, Orientations));
        // Means over the windows instead of the equation's sums: the factor cancels. (N, K, h, w)
        var product = cx * cy.conj();
        var correlation = (Means(product.real).square() + Means(product.imag).square()).sqrt();
        var energy = Means(cx.real.square() + cx.imag.square() + cy.real.square() + cy.imag.square());
        // Where neither picture has anything in this band they agree; rounding of the transform is not content.
        const double Nothing = 1e-20;
        var map = where(energy > Nothing, 2 * correlation / energy.clamp_min(Nothing), 1.0);
        return (map * Weights(map.size(2), map.size(3), sigma: cx.size(2) / 4.0, map.device)).sum([2, 3]).mean().item<double>();
    }

    private static Tensor Means(Tensor bands) => nn.functional.avg_pool2d(bands, Window, 1);

    private static Tensor Weights(long height, long width, double sigma, Device device)
    {
        var (y, x) = (arange(height, float64, device) - ((height - 1) / 2.0), arange(width, float64, device) - ((width - 1) / 2.0));
        var weights = exp(-(y.square().view(-1, 1) + x.square().view(1, -1)) / (2 * sigma * sigma));
        return weights / weights.sum();
    }
}
