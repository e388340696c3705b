using SuperResolution.Metrics;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// 1 − SSIM (Wang et al. 2004), with the 11×11 window, σ = 1.5, of the metric <see cref="Ssim"/>. 0 for equal images, at most 2, lower is
/// better.
/// </summary>
/// <remarks>
/// Zhao et al. (arXiv 1511.08861) use the derivative at the centre of a patch only; this is the mean over all places where the window
/// fits.
/// </remarks>
public sealed class SsimLoss : Loss
{
    /// <inheritdoc/>
    public override string Name => "1 − SSIM";

    /// <summary>1 minus the mean SSIM.</summary>
    /// <param name="output">(N, C, H, W) in [0, 1], at least 11×11 pixels.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than 11.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        return (1 - SsimIndex.Of(output, target)).MoveToOuterDisposeScope();
    }
}
