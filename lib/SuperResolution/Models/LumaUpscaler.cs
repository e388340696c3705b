using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>
/// A network for luma, with its surroundings: bicubic upscaling first, the network on luma only, bicubic chroma (arXiv 1501.00092, section
/// 4).
/// </summary>
/// <param name="network">(N, 1, H, W) in [0, 1] → the same size, or one that enlarges; the caller owns it.</param>
/// <param name="scale">The scale that the network was trained for.</param>
/// <param name="name">What tables call it; null: what the network is called.</param>
/// <param name="margin">How far the network sees, in pixels of its input; null: what it says itself.</param>
/// <param name="enlargedBefore">Whether its input has the size of the result.</param>
public sealed class LumaUpscaler(
    nn.Module<Tensor, Tensor> network, int scale, string? name = null, int? margin = null, bool enlargedBefore = true) : Upscaler
{
    private readonly int? margin = margin ?? (network as INetwork)?.Reach;

    /// <inheritdoc/>
    public override string Name { get; } = name ?? (network as INetwork)?.Architecture.Name ?? network.GetName();

    /// <inheritdoc/>
    public override int Scale { get; } = scale is >= 1 and <= 64 ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), $"A picture cannot be enlarged {scale} times (1 to 64).");

    /// <inheritdoc/>
    public override bool RestoresLuma => true;

    /// <summary>
    /// Bicubic's 2 LR pixels, and the network's margin, which lies in HR pixels where they are its input: 6 of them are 3 more at ×2, 2 at
    /// ×3 and at ×4.
    /// </summary>
    public override int? Reach =>
        enlargedBefore ? Interpolation.Bicubic(scale).Reach + ((margin + scale - 1) / scale) : margin is { } low
            ? Math.Max(low, Interpolation.Bicubic(scale).Reach ?? low) : null;

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var upscaled = lr.size(1) == 1 && !enlargedBefore ? lr : Resize.Imresize(lr, scale);
        if (lr.size(1) == 1) return Restore(upscaled).MoveToOuterDisposeScope();

        var yCbCr = ColorSpace.ToYCbCr(upscaled);
        var luma = enlargedBefore ? yCbCr : ColorSpace.ToYCbCr(lr);
        var restored = cat([Restore(luma.narrow(1, 0, 1)), yCbCr.narrow(1, 1, 2)], dim: 1);
        return ColorSpace.ToRgb(restored).MoveToOuterDisposeScope();
    }

    private Tensor Restore(Tensor y) => network.call(y.to(network.parameters().First().device)).cpu();
}
