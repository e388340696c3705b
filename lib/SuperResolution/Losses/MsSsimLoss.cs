using SuperResolution.Imaging;
using SuperResolution.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// 1 − MS-SSIM, the standard one with 2× downsampling (Wang, Simoncelli, Bovik 2003, eq. 7). 0 for equal images, at most about 1, lower is
/// better.
/// </summary>
/// <remarks>
/// Five scales with weights 0.0448, 0.2856, 0.3001, 0.2363, 0.1333; SSIM's 11×11 window at each; contrast-structure at scales 1–4, whole
/// SSIM at scale 5. Between scales the mean of 2×2 pixels, an odd side completed by repeating its last row or column, as the authors'
/// msssim.m does. Per image and channel, then the mean of those. A scale whose mean contrast-structure is not positive counts as 10⁻⁶ and
/// has no gradient: powers of negative numbers do not exist, and an image that anti-correlates with its target is far from any training.
/// Not <see cref="FullSizeMsSsimLoss"/>, which does not downsample.
/// </remarks>
public sealed class MsSsimLoss : Loss
{
    private const double Floor = 1e-6;

    private readonly double[] weights;

    /// <summary>The paper's five weights, fine to coarse; their sum is 1.</summary>
    public static IReadOnlyList<double> PaperWeights => MsSsim.Weights;

    /// <summary>With the paper's weights, or with fewer scales for small patches.</summary>
    /// <param name="weights">
    /// One exponent per scale, fine to coarse; null for <see cref="PaperWeights"/>. See <see cref="FirstScales"/>.
    /// </param>
    /// <exception cref="ArgumentException">No weights, or one that is not above 0.</exception>
    public MsSsimLoss(IReadOnlyList<double>? weights = null)
    {
        this.weights = [.. weights ?? PaperWeights];
        if (this.weights.Length == 0 || this.weights.Any(weight => !(weight > 0)))
            throw new ArgumentException("MS-SSIM needs a weight above 0 for each scale.", nameof(weights));
    }

    /// <summary>The shortest side that the loss accepts: 11 pixels at the coarsest scale, 176 with five scales.</summary>
    public int MinimumSide => Ssim.Window << (weights.Length - 1);

    /// <inheritdoc/>
    public override string Name => weights.Length == PaperWeights.Count ? "1 − MS-SSIM" : $"1 − MS-SSIM ({weights.Length} scales)";

    /// <summary>
    /// The first scales' weights of the paper, rescaled to the sum 1: for patches under 176 pixels. Not comparable with five scales.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 5 scales.</exception>
    public static IReadOnlyList<double> FirstScales(int scales)
    {
        if (scales < 1 || scales > PaperWeights.Count)
            throw new ArgumentOutOfRangeException(nameof(scales), scales, $"The paper has weights for 1 to {PaperWeights.Count} scales.");
        var sum = PaperWeights.Take(scales).Sum();
        return [.. PaperWeights.Take(scales).Select(weight => weight / sum)];
    }

    /// <summary>1 minus the mean MS-SSIM of the images and channels.</summary>
    /// <param name="output">(N, C, H, W) in [0, 1], sides of at least <see cref="MinimumSide"/>.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is too short.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        if (Math.Min(output.size(2), output.size(3)) < MinimumSide)
            throw new ArgumentException($"MS-SSIM with {weights.Length} scales needs at least {MinimumSide}×{MinimumSide} pixels, the " +
                $"images have {output.size(3)}×{output.size(2)}. Use larger patches, or fewer scales: new " +
                "MsSsimLoss(MsSsimLoss.FirstScales(n)).");
        using var scope = NewDisposeScope();
        var (x, y) = (GaussianWindows.Planes(output), GaussianWindows.Planes(target));
        var product = ones([x.size(0)], output.dtype, output.device);
        for (var scale = 0; scale < weights.Length; scale++)
        {
            if (scale > 0) (x, y) = (Half(x), Half(y));
            var (luminance, structure) = GaussianWindows.Factors(x, y, Ssim.Gaussian);
            var map = scale == weights.Length - 1 ? luminance * structure : structure;
            product = product * map.mean([1, 2]).clamp(min: Floor).pow(weights[scale]);
        }
        return (1 - product.mean()).MoveToOuterDisposeScope();
    }

    private static Tensor Half(Tensor planes)
    {
        using var scope = NewDisposeScope();
        var even = nn.functional.pad(planes.unsqueeze(1), [0, planes.size(2) % 2, 0, planes.size(1) % 2], PaddingModes.Replicate);
        return nn.functional.avg_pool2d(even, 2).squeeze(1).MoveToOuterDisposeScope();
    }
}
