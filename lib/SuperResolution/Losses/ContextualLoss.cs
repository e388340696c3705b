using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// The contextual loss −log CX (Mechrez, Talmi, Zelnik-Manor, arXiv 1803.02077, eq. 1–5) of feature maps that need not be aligned. At
/// least 0, lower is better.
/// </summary>
/// <remarks>
/// CX = (1/M) Σ_j max_i CX_ij: for each target vector j the output vector i that prefers it most. Where the vectors lie does not matter.
/// Works on features (N, C, H, W), e.g. of VGG19, in any range; equal features give 0 (as far as no two vectors are alike).
/// The target's mean is taken per image; the authors' code takes it over the batch, which is the same for one image.
/// At most <see cref="MaxPositions"/> positions are compared, on a regular grid (the authors pick them at random; here the same input
/// gives the same number, but positions between the grid's get no gradient). The images are worked off one after another, gradient
/// included, so the memory does not depend on the batch: about eight matrices of MaxPositions² numbers, 0.5 GB in float32 for 63². First
/// derivatives only.
/// </remarks>
public sealed class ContextualLoss : Loss
{
    private const double Epsilon = 1e-5; // of the paper and the code
    private readonly double scale;

    private ContextualLoss(string name, double scale, double bandwidth, int maxPositions)
    {
        if (!(bandwidth > 0)) throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth h must be above 0.");
        if (maxPositions < 1)
            throw new ArgumentOutOfRangeException(nameof(maxPositions), maxPositions, "At least one position is needed.");
        (Name, this.scale, Bandwidth, MaxPositions) = (name, scale, bandwidth, maxPositions);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>h: the smaller, the more a vector prefers its nearest target.</summary>
    public double Bandwidth { get; }

    /// <summary>The most positions per image that are compared.</summary>
    public int MaxPositions { get; }

    /// <summary>The paper's formula: d = 1 − cosine, ε = 10⁻⁵.</summary>
    /// <param name="bandwidth">h; 0.5 in the authors' configuration, with 0.1 noted beside it.</param>
    /// <param name="maxPositions">The most positions per image.</param>
    /// <exception cref="ArgumentOutOfRangeException">h is not above 0, or no position is allowed.</exception>
    public static ContextualLoss PaperFormula(double bandwidth = 0.5, int maxPositions = FeatureSets.DefaultPositions) =>
        new("CX", 1, bandwidth, maxPositions);

    /// <summary>
    /// The authors' code: d = (1 − cosine)/2, ε = 10⁻⁵. Relative distances make the half matter only beside ε, where features nearly
    /// agree.
    /// </summary>
    /// <param name="bandwidth">h; 0.5 in the authors' configuration.</param>
    /// <param name="maxPositions">The most positions per image.</param>
    /// <exception cref="ArgumentOutOfRangeException">h is not above 0, or no position is allowed.</exception>
    public static ContextualLoss OfficialCode(double bandwidth = 0.5, int maxPositions = FeatureSets.DefaultPositions) =>
        new("CX (code)", 0.5, bandwidth, maxPositions);

    /// <summary>The mean over the images of −log CX.</summary>
    /// <param name="output">Features of the output, (N, C, H, W).</param>
    /// <param name="target">Features of the target, the same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        return FeatureSets.MeanOverImages(output, target, FeatureSets.Grid(output.size(2), output.size(3), MaxPositions), MinusLogCx);
    }

    private Tensor MinusLogCx(Tensor x, Tensor y)
    {
        var affinity = FeatureSets.Affinity(FeatureSets.CosineDistances(x, y) * scale, Epsilon, Bandwidth); // (output i, target j)
        return -affinity.amax([0]).mean().log();
    }
}
