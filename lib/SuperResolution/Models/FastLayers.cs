using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Models;

/// <summary>What makes networks fast without a word in their own files: equal to them to rounding (<c>FastLayersTests</c>).</summary>
public static class FastLayers
{
    /// <summary>
    /// Stores the weights in channels-last order (<see cref="ChannelsLast"/>) and puts equal, faster layers in the place of those in a
    /// network's <see cref="LayerChain"/>. Call it before an optimiser is made; a second call changes nothing.
    /// </summary>
    /// <returns>The network.</returns>
    public static T UseFastLayers<T>(this T network) where T : Module
    {
        foreach (var part in network.modules().Prepend(network).OfType<IHasLayerChain>()) part.Chain.Replace(Faster);
        return network.UseChannelsLast();
    }

    /// <summary>The chain with each of the known sequences of layers replaced.</summary>
    private static List<Func<Tensor, Tensor>> Faster(IReadOnlyList<Module<Tensor, Tensor>> layers)
    {
        var calls = new List<Func<Tensor, Tensor>>();
        for (var i = 0; i < layers.Count; i++)
        {
            switch (layers.Skip(i).ToArray())
            {
                case [PixelShuffle shuffle, PReLU prelu, Conv2d { bias: not null } last]:
                    // PReLU may come before the shuffle: then each slope serves f² channels
                    var factor = (int)shuffle.upscale_factor;
                    calls.Add(x => UnshuffledConvolution(last, Rectified(prelu, x, factor), factor));
                    i += 2;
                    break;
                case [Conv2d { out_channels: 1, bias: not null } last]:
                    calls.Add(x => OnePlaneConvolution(last, x));
                    break;
                default:
                    calls.Add(layers[i].call);
                    break;
            }
        }
        return calls;
    }

    /// <summary>
    /// Equals <c>layer.call(x)</c>, sooner: vectors of the CPU's kernels run over output channels, of which there is only one.
    /// </summary>
    /// <remarks>
    /// Without padding it is the sum of k² planes, one for each tap: Σ_t (w_t · x) shifted by t. All products w_t · x are one product of
    /// matrices. Where a gradient is wanted, the convolution itself is called. SRCNN's last layer took half of its time.
    /// </remarks>
    /// <param name="layer">(N, C, H, W) → (N, 1, H − k + 1, W − k + 1): stride 1, no padding, a bias.</param>
    /// <param name="x">(N, C, H, W), best in channels-last order.</param>
    /// <returns>The caller owns it.</returns>
    internal static Tensor OnePlaneConvolution(Conv2d layer, Tensor x)
    {
        if (is_grad_enabled() || x.device.type != DeviceType.CPU) return layer.call(x);
        using var scope = NewDisposeScope();
        var (count, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        var side = layer.weight.size(2);
        var taps = layer.weight.reshape(channels, side * side).t();                                 // (k², C)
        // (N, H·W, C), a view in channels-last order
        var pixels = x.permute(0, 2, 3, 1).reshape(count, height * width, channels);
        var planes = taps.matmul(pixels.transpose(1, 2)).reshape(count, side * side, height, width);
        var sum = layer.bias!.reshape(1, 1, 1, 1).repeat(count, 1, height - side + 1, width - side + 1);
        for (long tap = 0; tap < side * side; tap++)
            sum.add_(planes.narrow(1, tap, 1).narrow(2, tap / side, height - side + 1).narrow(3, tap % side, width - side + 1));
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>Equals <c>layer.call(pixel_shuffle(x, factor))</c>: computed in front of the shuffle.</summary>
    /// <remarks>
    /// Shuffling moves channel (c, a, b) of pixel (i, j) to channel c of pixel (f·i + a, f·j + b). A k×k convolution of the large image is
    /// therefore a smaller one of the unshuffled image with f² times as many channels on both sides, followed by the shuffle. Zero padding
    /// means the same on both. The weight is gathered in each call, so gradients reach the original one. A whole SRResNet ×4 took 0.91
    /// of its time with it (tests/Benchmarks, UnshuffledBenchmark, weights in channels-last order, two shared cores).
    /// </remarks>
    /// <param name="layer">Odd square kernel, stride 1, zero padding that keeps the size, a bias.</param>
    /// <param name="x">(N, C·f², H, W).</param>
    /// <param name="factor">f.</param>
    /// <returns>(N, K, H·f, W·f); the caller owns it.</returns>
    internal static Tensor UnshuffledConvolution(Conv2d layer, Tensor x, int factor)
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

    private static Tensor Rectified(PReLU prelu, Tensor x, int factor)
    {
        using var scope = NewDisposeScope();
        var slopes = prelu.weight.numel() == 1 ? prelu.weight : prelu.weight.repeat_interleave((long)factor * factor);
        return functional.prelu(x, slopes).MoveToOuterDisposeScope();
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
