using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Mean absolute error over all samples: the loss of EDSR (arXiv 1707.02921) and the pixel term of ESRGAN. At least 0, lower is better.
/// </summary>
/// <remarks>Its gradient is the sign of the difference over the number of samples, 0 where both are equal.</remarks>
public sealed class L1Loss : Loss
{
    /// <inheritdoc/>
    public override string Name => "L1";

    /// <inheritdoc/>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        using var scope = NewDisposeScope();
        return (output - target).abs().mean().MoveToOuterDisposeScope();
    }
}
