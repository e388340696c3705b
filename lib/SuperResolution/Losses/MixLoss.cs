using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// α · L_MS-SSIM + (1 − α) · G_σM · L1, "Mix" of "Loss Functions for Image Restoration with Neural Networks" (Zhao et al., arXiv
/// 1511.08861). 0 for equal images, lower is better.
/// </summary>
/// <remarks>
/// L_MS-SSIM is <see cref="FullSizeMsSsimLoss"/>; the absolute error is averaged under the same windows, with the widest Gaussian (σ = 8),
/// so pixels near the border, which fewer windows see, count less. The paper has α = 0.84; the authors' published layer has 0.025 as its
/// default.
/// </remarks>
public sealed class MixLoss : Loss
{
    /// <summary>The paper's α.</summary>
    public const double PaperAlpha = 0.84;

    private readonly FullSizeMsSsimLoss structural;

    /// <summary>With the paper's α, or another.</summary>
    /// <param name="alpha">The share of MS-SSIM, 0…1.</param>
    /// <param name="window">Side of the windows in pixels, odd; images must be at least this large.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is outside 0…1, or the window is even or under 3.</exception>
    public MixLoss(double alpha = PaperAlpha, int window = 33)
    {
        if (alpha is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α is a share between 0 and 1.");
        Alpha = alpha;
        structural = new FullSizeMsSsimLoss(window);
    }

    /// <summary>The share of MS-SSIM.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override string Name => "Mix (MS-SSIM + L1)";

    /// <summary>The mix.</summary>
    /// <param name="output">(N, C, H, W) in [0, 1], at least as large as the window.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than the window.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        var msSsim = structural.call(output, target);
        var l1 = GaussianWindows.Filter(GaussianWindows.Planes((output - target).abs()), structural.Widest).mean();
        return ((Alpha * msSsim) + ((1 - Alpha) * l1)).MoveToOuterDisposeScope();
    }
}
