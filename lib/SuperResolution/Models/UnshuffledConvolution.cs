using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>A convolution behind a pixel shuffle, computed in front of it: the same numbers to rounding, sooner.</summary>
/// <remarks>
/// Shuffling moves channel (c, a, b) of pixel (i, j) to channel c of pixel (f·i + a, f·j + b). A k×k convolution of the large image is
/// therefore a smaller one of the unshuffled image with f² times as many channels on both sides, followed by the shuffle. Zero padding
/// means the same on both. The weight is gathered in each call, so gradients reach the original one. A whole SRResNet ×4 took 0.64 of its
/// time with ordinary weights and 0.91 with channels-last ones (tests/Benchmarks, UnshuffledBenchmark, two shared cores).
/// </remarks>
internal static class UnshuffledConvolution
{
    /// <summary>Equals <c>layer.call(pixel_shuffle(x, factor))</c>.</summary>
    /// <param name="layer">Odd square kernel, stride 1, zero padding that keeps the size, a bias.</param>
    /// <param name="x">(N, C·f², H, W).</param>
    /// <param name="factor">f.</param>
    /// <returns>(N, K, H·f, W·f); the caller owns it.</returns>
    public static Tensor Call(Conv2d layer, Tensor x, int factor)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs, side) = (layer.weight.size(0), layer.weight.size(1), (int)layer.weight.size(2));
        var (index, small) = Gather(side, factor);
        var phases = (long)factor * factor;
        // (K, C, side²) and a zero at the end of each kernel → (K, C, f², f², small²) → (K·f², C·f², small, small)
        var kernels = cat([layer.weight.reshape(outputs, inputs, -1), zeros(outputs, inputs, 1, dtype: x.dtype, device: x.device)], 2);
        var weight = kernels.index_select(2, tensor(index, device: x.device)).reshape(outputs, inputs, phases, phases, small * small)
            .permute(0, 2, 1, 3, 4).reshape(outputs * phases, inputs * phases, small, small);
        var channelsLast = weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var unshuffled = functional.conv2d(x, channelsLast, layer.bias!.repeat_interleave(phases), padding: [small / 2, small / 2]);
        return functional.pixel_shuffle(unshuffled, factor).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// For each (output phase p, q), (input phase a, b) and small tap (m, n): which tap of the large kernel it is, or the zero behind the
    /// last.
    /// </summary>
    private static (long[] Index, int Small) Gather(int side, int factor)
    {
        var reach = ((side / 2) + factor - 1) / factor;
        var (small, radius) = ((2 * reach) + 1, side / 2);
        var index = new List<long>();
        for (var output = 0; output < factor * factor; output++)
        {
            for (var input = 0; input < factor * factor; input++)
            {
                for (var tap = 0; tap < small * small; tap++)
                {
                    // The large image's pixel f·m + a lies k taps from pixel p.
                    var row = (factor * ((tap / small) - reach)) + (input / factor) - (output / factor) + radius;
                    var column = (factor * ((tap % small) - reach)) + (input % factor) - (output % factor) + radius;
                    index.Add(row >= 0 && row < side && column >= 0 && column < side ? (row * side) + column : side * side);
                }
            }
        }
        return ([.. index], small);
    }
}
