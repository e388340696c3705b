using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Charbonnier loss, the mean of √(x² + ε²): an L1 that is smooth at 0 (LapSRN, Lai et al., arXiv 1704.03915). Lower is better.
/// </summary>
/// <remarks>
/// Its minimum, for equal images, is ε and not 0. LapSRN sums over pixels and over its pyramid levels; this is the mean of one level.
/// </remarks>
public sealed class CharbonnierLoss : Loss
{
    /// <summary>LapSRN's ε.</summary>
    public const double LapSrnEpsilon = 1e-3;

    /// <summary>A loss with the given rounding of the tip.</summary>
    /// <param name="epsilon">Differences well above it count as in L1, below it as in MSE; in units of the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is not above 0.</exception>
    public CharbonnierLoss(double epsilon = LapSrnEpsilon)
    {
        if (!(epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Charbonnier needs ε > 0. For ε = 0 use L1Loss.");
        Epsilon = epsilon;
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Name => "Charbonnier";

    /// <inheritdoc/>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        using var scope = NewDisposeScope();
        return ((output - target).square() + (Epsilon * Epsilon)).sqrt().mean().MoveToOuterDisposeScope();
    }
}
