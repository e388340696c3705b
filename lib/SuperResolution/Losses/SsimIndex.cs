using SuperResolution.Metrics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace SuperResolution.Losses;

/// <summary>SSIM (Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13) as a differentiable function: the same number as <see cref="Ssim"/>, with a gradient.</summary>
/// <remarks>A loss to be minimised is <c>1 - SsimIndex.Of(output, target)</c>. Computed in the type and on the device of its arguments; use float64 where the gradient is studied.</remarks>
public static class SsimIndex
{
    /// <summary>The mean over all images, channels and window positions.</summary>
    /// <param name="a">(N, C, H, W) in [0, 1], float32 or float64, at least 11×11 pixels.</param>
    /// <param name="b">The same shape and type.</param>
    /// <returns>A scalar, at most 1, higher is better; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than 11.</exception>
    public static Tensor Of(Tensor a, Tensor b)
    {
        Psnr.RequireSameShape(a, b);
        var (planes, height, width) = (a.size(0) * a.size(1), a.size(2), a.size(3));
        if (Math.Min(height, width) < Ssim.Window) throw new ArgumentException($"SSIM needs at least {Ssim.Window}×{Ssim.Window} pixels, the images have {width}×{height}.");
        using var scope = NewDisposeScope();
        var (x, y) = (a.reshape(planes, 1, height, width), b.reshape(planes, 1, height, width));
        var window = tensor(Ssim.Gaussian.ToArray(), a.dtype, a.device);
        // Local moments under an 11×11 Gaussian window, all in one pass: (5·N·C, 1, H − 10, W − 10).
        var moments = conv2d(conv2d(cat([x, y, x * x, y * y, x * y]), window.view(1, 1, -1, 1)), window.view(1, 1, 1, -1)).chunk(5);
        var (muX, muY) = (moments[0], moments[1]);
        var varianceX = moments[2] - (muX * muX);
        var varianceY = moments[3] - (muY * muY);
        var covariance = moments[4] - (muX * muY);
        const double C1 = Ssim.C1 / (255 * 255), C2 = Ssim.C2 / (255 * 255); // the constants for samples in [0, 1]
        var map = ((2 * muX * muY) + C1) * ((2 * covariance) + C2)
            / (((muX * muX) + (muY * muY) + C1) * (varianceX + varianceY + C2));
        return map.mean().MoveToOuterDisposeScope();
    }
}
