using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>A network that restores luma, with its surroundings: bicubic upscaling first, the network on luma only, bicubic chroma (SRCNN, arXiv 1501.00092, section 4; VDSR).</summary>
/// <param name="network">(N, 1, H, W) in [0, 1] → the same size; the caller owns it.</param>
/// <param name="scale">The scale that the network was trained for.</param>
/// <param name="name">What tables call it.</param>
/// <param name="margin">How far the network sees, in pixels of its input, which has the size of the result; null: unknown.</param>
public sealed class LumaUpscaler(nn.Module<Tensor, Tensor> network, int scale, string name, int? margin = null) : Upscaler
{
    /// <summary>SRCNN.</summary>
    public LumaUpscaler(Srcnn network, int scale, string name = "SRCNN") : this(network, scale, name, network.Shape.Margin)
    {
    }

    /// <summary>VDSR.</summary>
    public LumaUpscaler(Vdsr network, int scale, string name = "VDSR") : this(network, scale, name, network.Settings.Layers)
    {
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int Scale { get; } = scale is >= 1 and <= 64 ? scale : throw new ArgumentOutOfRangeException(nameof(scale), $"{name}: a picture cannot be enlarged {scale} times (1 to 64).");

    /// <inheritdoc/>
    public override bool RestoresLuma => true;

    /// <summary>Bicubic's 2 LR pixels, and the network's margin, which lies in HR pixels: for SRCNN 9-5-5 6 at ×2, 5 at ×3, 4 at ×4.</summary>
    public override int? Reach => Interpolation.Bicubic(scale).Reach + ((margin + scale - 1) / scale);

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var upscaled = Resize.Imresize(lr, scale);
        if (upscaled.size(1) == 1) return Restore(upscaled).MoveToOuterDisposeScope();

        var yCbCr = ColorSpace.ToYCbCr(upscaled);
        var restored = cat([Restore(yCbCr.narrow(1, 0, 1)), yCbCr.narrow(1, 1, 2)], dim: 1);
        return ColorSpace.ToRgb(restored).MoveToOuterDisposeScope();
    }

    private Tensor Restore(Tensor y) => network.call(y.to(network.parameters().First().device)).cpu();
}
