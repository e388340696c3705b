using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// 1 − MS-SSIM without downsampling: Gaussians σ = 0.5, 1, 2, 4, 8 at full size ("Loss Functions for Image Restoration with Neural
/// Networks", Zhao et al., arXiv 1511.08861, the MS-SSIM loss). 0 for equal images, lower is better.
/// </summary>
/// <remarks>
/// At each place l of the widest Gaussian times the product of cs of all five; no exponents. The authors' layer takes one window as large
/// as the (odd) training patch, at its centre; this is the mean over all places where the window fits, and the same number where the patch
/// is as large as the window. Channels on their own, then the mean. Not the standard <see cref="MsSsimLoss"/>: the two differ in value.
/// </remarks>
public sealed class FullSizeMsSsimLoss : Loss
{
    private readonly double[][] taps;

    /// <summary>With the paper's five Gaussians.</summary>
    /// <param name="window">Side of the window in pixels, odd; 33 reaches ±2σ of the widest Gaussian.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is even or under 3.</exception>
    public FullSizeMsSsimLoss(int window = 33)
    {
        if (window < 3 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), window, "The window needs a centre: an odd side of at least 3 pixels.");
        Window = window;
        taps = [.. Sigmas.Select(sigma => Imaging.GaussianTaps.Of(window, sigma))];
    }

    /// <summary>The paper's σ in pixels, fine to coarse.</summary>
    public static IReadOnlyList<double> Sigmas { get; } = [0.5, 1, 2, 4, 8];

    /// <summary>Side of the window; images must be at least this large.</summary>
    public int Window { get; }

    /// <inheritdoc/>
    public override string Name => "1 − MS-SSIM (full size)";

    /// <summary>G_σM, the widest Gaussian along one axis.</summary>
    internal ReadOnlySpan<double> Widest => taps[^1];

    /// <summary>1 minus the mean of l_M · Π cs_j over images, channels and window positions.</summary>
    /// <param name="output">(N, C, H, W) in [0, 1], at least <see cref="Window"/> pixels high and wide.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than the window.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        if (Math.Min(output.size(2), output.size(3)) < Window)
            throw new ArgumentException($"{Name} with a window of {Window} needs at least {Window}×{Window} pixels, the images have " +
                $"{output.size(3)}×{output.size(2)}. Use larger patches or a smaller window.");
        using var scope = NewDisposeScope();
        var (x, y) = (GaussianWindows.Planes(output), GaussianWindows.Planes(target));
        Tensor? product = null;
        foreach (var gaussian in taps)
        {
            var (luminance, structure) = GaussianWindows.Factors(x, y, gaussian);
            product = product is null ? structure : product * structure;
            if (gaussian == taps[^1]) product *= luminance;
        }
        return (1 - product!.mean()).MoveToOuterDisposeScope();
    }
}
