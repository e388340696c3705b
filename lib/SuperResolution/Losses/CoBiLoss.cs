using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>How far two feature vectors are apart.</summary>
public enum FeatureDistance
{
    /// <summary>1 − cosine after the mean of the image's target vectors is taken from both, 0…2: for features of a network.</summary>
    Cosine,

    /// <summary>‖p − q‖², as the authors' code has it for patches of pixels.</summary>
    SquaredEuclidean,
}

/// <summary>
/// The contextual bilateral loss (Zoom to Learn, Zhang et al., arXiv 1905.05169, section 4): a contextual loss that prefers matches
/// nearby. Lower is better.
/// </summary>
/// <remarks>
/// The paper's formula and the authors' code are different functions, so there are two: <see cref="PaperFormula"/> and
/// <see cref="OfficialCode"/>; a table must say which. The paper's whole loss is CoBi of n×n RGB patches (<see cref="Patches"/>) + λ ·
/// CoBi of VGG19 features. Features (N, C, H, W) in any range. Positions, memory and derivatives as for <see cref="ContextualLoss"/>; a
/// position keeps its true coordinates when a grid is picked (in the authors' code a random pick loses them). For 63² positions in float32
/// the paper's formula needs about 0.3 GB, the code's 0.7 GB.
/// </remarks>
public sealed class CoBiLoss : Loss
{
    private const double CodeEpsilon = 1e-3;
    // squared offsets of the positions → the spatial term of all pairs, the same for every image
    private readonly Func<Tensor, Tensor> spatial;
    private readonly Func<Tensor, Tensor, Tensor, Tensor> distance; // features of output and target and that term → the loss of an image
    private readonly double coordinateScale;
    private readonly int maxPositions;

    private CoBiLoss(string name, double coordinateScale, int maxPositions, Func<Tensor, Tensor> spatial,
        Func<Tensor, Tensor, Tensor, Tensor> distance)
    {
        if (maxPositions < 1)
            throw new ArgumentOutOfRangeException(nameof(maxPositions), maxPositions, "At least one position is needed.");
        (Name, this.coordinateScale, this.maxPositions, this.spatial, this.distance) =
            (name, coordinateScale, maxPositions, spatial, distance);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>
    /// The paper: (1/N) Σ_i min_j (D(p_i, q_j) + w_s · D′), p of the output, q of the target, D′ the Euclidean distance of their
    /// positions. 0 for equal features.
    /// </summary>
    /// <param name="spatialWeight">
    /// w_s; with 0 this is the paper's simplified contextual loss. Positions count as y/H and x/W, so the whole width is 1; the paper
    /// gives no unit.
    /// </param>
    /// <param name="feature">D.</param>
    /// <param name="maxPositions">The most positions per image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative weight, or no position is allowed.</exception>
    public static CoBiLoss PaperFormula(
        double spatialWeight = 0.1, FeatureDistance feature = FeatureDistance.Cosine, int maxPositions = FeatureSets.DefaultPositions)
    {
        if (!(spatialWeight >= 0))
            throw new ArgumentOutOfRangeException(nameof(spatialWeight), spatialWeight, "The spatial weight must not be negative.");
        return new("CoBi", 1, maxPositions,
            offsets => offsets.sqrt_().mul_(spatialWeight),
            (x, y, apart) => (Between(feature, x, y) + apart).amin([1]).mean());
    }

    /// <summary>
    /// The authors' code: −log (1/N) Σ_j max_i ((1 − w_s) · cs_ij + w_s · cs′_ij) with the contextual affinities cs of the features and
    /// cs′ of the positions.
    /// </summary>
    /// <remarks>
    /// d = (1 − cosine)/2 or squared Euclidean, ε = 10⁻³; positions y/H and x/W times 255, squared Euclidean distances.
    /// With this scale cs′ is practically 1 for the same position and 0 elsewhere; revisions of the code without the factor 255 (scale 1)
    /// spread it over neighbours. The minimum, for equal features, is 0 only where the positions agree so sharply.
    /// </remarks>
    /// <param name="spatialWeight">w_s, 0…1.</param>
    /// <param name="bandwidth">h of both affinities.</param>
    /// <param name="feature">The distance of features; the code takes cosine for VGG19 and squared Euclidean for patches.</param>
    /// <param name="coordinateScale">The length of the image's sides.</param>
    /// <param name="maxPositions">The most positions per image.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A weight outside 0…1, a bandwidth or scale not above 0, or no position is allowed.
    /// </exception>
    public static CoBiLoss OfficialCode(
        double spatialWeight = 0.1, double bandwidth = 0.5, FeatureDistance feature = FeatureDistance.Cosine,
        double coordinateScale = 255, int maxPositions = FeatureSets.DefaultPositions)
    {
        if (spatialWeight is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(spatialWeight), spatialWeight, "The spatial weight is a share between 0 and 1.");
        if (!(bandwidth > 0)) throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The bandwidth h must be above 0.");
        if (!(coordinateScale > 0))
            throw new ArgumentOutOfRangeException(nameof(coordinateScale), coordinateScale, "The scale must be above 0.");
        return new("CoBi (code)", coordinateScale, maxPositions,
            offsets => FeatureSets.Affinity(offsets, CodeEpsilon, bandwidth).mul_(spatialWeight),
            (x, y, nearness) =>
            {
                var apart = Between(feature, x, y) * (feature == FeatureDistance.Cosine ? 0.5 : 1);
                var affinity = FeatureSets.Affinity(apart, CodeEpsilon, bandwidth);
                return -(affinity * (1 - spatialWeight)).add_(nearness).amax([0]).mean().log();
            });
    }

    /// <summary>The mean over the images.</summary>
    /// <param name="output">Features of the output, (N, C, H, W).</param>
    /// <param name="target">Features of the target, the same shape.</param>
    /// <returns>A scalar; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        using var scope = NewDisposeScope();
        var (height, width) = (output.size(2), output.size(3));
        var grid = FeatureSets.Grid(height, width, maxPositions);
        var down = grid.Rows.SelectMany(y => grid.Columns.Select(_ => coordinateScale * y / height)).ToArray();
        var right = grid.Rows.SelectMany(_ => grid.Columns.Select(x => coordinateScale * x / width)).ToArray();
        var positions = stack([tensor(down, output.dtype, output.device), tensor(right, output.dtype, output.device)]); // (2, P)
        var nearness = spatial(FeatureSets.SquaredOffsets(positions));
        return FeatureSets.MeanOverImages(output, target, grid, (x, y) => distance(x, y, nearness)).MoveToOuterDisposeScope();
    }

    /// <summary>All patches of the images as feature vectors, for CoBi_RGB.</summary>
    /// <param name="images">(N, C, H, W).</param>
    /// <param name="side">Side n of a patch in pixels.</param>
    /// <param name="stride">Pixels from one patch to the next.</param>
    /// <returns>(N, C·n², (H − n)/stride + 1, (W − n)/stride + 1), differentiable; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The images are smaller than a patch.</exception>
    public static Tensor Patches(Tensor images, int side, int stride = 1)
    {
        if (side < 1 || stride < 1 || images.dim() != 4 || Math.Min(images.size(2), images.size(3)) < side)
            throw new ArgumentException($"Patches of {side}×{side} pixels, {stride} apart, do not fit into images of " +
                $"({string.Join(", ", images.shape)}).");
        using var scope = NewDisposeScope();
        var windows = images.unfold(2, side, stride).unfold(3, side, stride); // (N, C, h, w, n, n)
        return windows.permute(0, 1, 4, 5, 2, 3).flatten(1, 3).MoveToOuterDisposeScope();
    }

    private static Tensor Between(FeatureDistance distance, Tensor x, Tensor y) =>
        distance == FeatureDistance.Cosine ? FeatureSets.CosineDistances(x, y) : FeatureSets.SquaredDistances(x, y);
}
