using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Models;

/// <summary>
/// A convolution to one channel, the same numbers to rounding, sooner: vectors of the CPU's kernels run over output channels, of which
/// there is only one.
/// </summary>
/// <remarks>
/// Without padding it is the sum of k² planes, one for each tap: Σ_t (w_t · x) shifted by t. All products w_t · x are one product of
/// matrices. Where a gradient is wanted, the convolution itself is called. SRCNN's last layer took half of its time.
/// </remarks>
internal static class OnePlaneConvolution
{
    /// <summary>Equals <c>layer.call(x)</c>.</summary>
    /// <param name="layer">(N, C, H, W) → (N, 1, H − k + 1, W − k + 1): stride 1, no padding, a bias.</param>
    /// <param name="x">(N, C, H, W), best in channels-last order.</param>
    /// <returns>The caller owns it.</returns>
    public static Tensor Call(Conv2d layer, Tensor x)
    {
        if (is_grad_enabled() || x.device.type != TorchSharp.DeviceType.CPU) return ChannelsLast.Convolve(layer, x);
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
}
