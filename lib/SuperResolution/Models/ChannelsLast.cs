using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>Convolutions in the memory order that the CPU's kernels prefer (N, H, W, C inside of an (N, C, H, W) tensor).</summary>
/// <remarks>
/// TorchSharp has no name for it, but it works by strides: a weight stored so makes the result come out so, and the next layer goes on.
/// The parameter itself keeps its order (saving and optimiser states need that), so the reordered copy is made in each call; it is small.
/// </remarks>
internal static class ChannelsLast
{
    /// <summary>The same as calling the layer, to rounding; differentiable. No padding.</summary>
    public static Tensor Convolve(Conv2d layer, Tensor x)
    {
        using var scope = NewDisposeScope();
        var weight = layer.weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        return functional.conv2d(x, weight, layer.bias).MoveToOuterDisposeScope();
    }
}
