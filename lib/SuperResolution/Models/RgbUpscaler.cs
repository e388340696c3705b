using SuperResolution.Imaging;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>A network that upscales colours, with its surroundings: gray pictures, sizes that it cannot take, its device.</summary>
/// <remarks>A gray image counts as three equal colours; the answer's luma (BT.601, full range) is the gray result.</remarks>
/// <param name="network">(N, 3, h, w) in [0, 1] → (N, 3, h·scale, w·scale), in evaluation mode; the caller owns it.</param>
/// <param name="scale">What the network enlarges by.</param>
/// <param name="name">What tables call it.</param>
/// <param name="reach">How many LR pixels around a place the result depends on; null: unknown.</param>
/// <param name="multipleOf">Sides that the network can take; others are padded by repeating the edge, and the result is cut.</param>
/// <param name="smallest">The smallest side that the network can take; the same is done.</param>
public sealed class RgbUpscaler(
    Module<Tensor, Tensor> network, int scale, string name, int? reach = null, int multipleOf = 1, int smallest = 1) : Upscaler
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int Scale => scale;

    /// <inheritdoc/>
    public override bool RestoresLuma => false;

    /// <inheritdoc/>
    public override int? Reach => reach;

    /// <inheritdoc/>
    public override Tensor Upscale(Tensor lr)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (height, width) = (lr.size(2), lr.size(3));
        var rgb = Padded(lr.size(1) == 1 ? lr.expand(-1, 3, -1, -1) : lr);
        var result = network.call(rgb.to(network.parameters().First().device)).cpu();
        if (lr.size(1) == 1)
            result = (result * tensor(ColorSpace.Rgb2Gray.ToArray(), result.dtype).view(1, 3, 1, 1)).sum(1, keepdim: true);
        return result.narrow(2, 0, height * scale).narrow(3, 0, width * scale).contiguous().MoveToOuterDisposeScope();
    }

    private Tensor Padded(Tensor rgb)
    {
        var (down, right) = (Missing(rgb.size(2)), Missing(rgb.size(3)));
        return down == 0 && right == 0 ? rgb : functional.pad(rgb, [0, right, 0, down], TorchSharp.PaddingModes.Replicate);
    }

    private long Missing(long side) => ((Math.Max(side, smallest) + multipleOf - 1) / multipleOf * multipleOf) - side;
}
