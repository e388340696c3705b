using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>Convolutions in the memory order that the CPU's kernels prefer (N, H, W, C inside of an (N, C, H, W) tensor).</summary>
/// <remarks>
/// TorchSharp has no name for it, but it works by strides: a weight stored so makes the result come out so, and the next layer goes on.
/// </remarks>
public static class ChannelsLast
{
    /// <summary>
    /// Stores the weights of all 2-D convolutions in that order, once; results stay the same to rounding. Call it before an optimiser is
    /// made.
    /// </summary>
    /// <remarks>
    /// It is not for speed alone. On an AMD EPYC with AVX-512 (family 26), oneDNN 3.7.1 in LibTorch 2.10 computes wrong gradients, not
    /// numbers among them, for the input of convolutions with few outputs (seen with 1 to 12 of them and kernels of 3 to 11) in the
    /// ordinary order and single precision: in an RRDBNet all gradients below its last layer were off by 70 to 90 %. In this order they
    /// are right to rounding, and in double precision. The trainers put every network into it.
    /// 0.68 to 0.83 of the time for SRResNet and RRDBNet on the CPU. Parameters are replaced by new ones. Their <c>bytes</c> cannot be
    /// read directly any more; <see cref="Weights.ModuleWeights"/> stores ordinary copies.
    /// </remarks>
    /// <returns>The network.</returns>
    public static T UseChannelsLast<T>(this T network) where T : Module
    {
        using var frozen = no_grad();
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            if (IsReordered(convolution.weight)) continue;
            using var scope = NewDisposeScope();
            var trains = convolution.weight.requires_grad;
            // Of a copy: with one input channel reordering moves nothing, and autograd refuses to update a view of the old parameter.
            convolution.weight = new Parameter(Reordered(convolution.weight.clone()).DetachFromDisposeScope(), trains);
        }
        return network;
    }

    private static bool IsReordered(Tensor weight)
    {
        var (inputs, height, width) = (weight.size(1), weight.size(2), weight.size(3));
        return weight.stride().SequenceEqual([inputs * height * width, 1, inputs * width, inputs]);
    }

    // Flattened in between: with one input channel the strides would stay those of both orders, and LibTorch would take them for the
    // ordinary one.
    private static Tensor Reordered(Tensor weight)
    {
        var (outputs, inputs, height, width) = (weight.size(0), weight.size(1), weight.size(2), weight.size(3));
        return weight.permute(0, 2, 3, 1).flatten().view(outputs, height, width, inputs).permute(0, 3, 1, 2);
    }
}
