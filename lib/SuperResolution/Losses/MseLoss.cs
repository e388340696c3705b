using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>
/// Mean squared error over all samples: SRCNN's loss (arXiv 1501.00092, section 3.3) and the SRGAN paper's eq. 4. At least 0, lower is
/// better.
/// </summary>
/// <remarks>
/// −10 · log₁₀ of it is the PSNR in dB of the whole batch. The SRGAN paper computes it on images in [−1, 1], where it is four times as
/// large.
/// </remarks>
public sealed class MseLoss : Loss
{
    /// <inheritdoc/>
    public override string Name => "MSE";

    /// <inheritdoc/>
    public override Tensor call(Tensor output, Tensor target)
    {
        SameSize.Require(output, target);
        using var scope = NewDisposeScope();
        return (output - target).square().mean().MoveToOuterDisposeScope();
    }
}
