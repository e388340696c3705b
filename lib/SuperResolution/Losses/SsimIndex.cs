using SuperResolution.Metrics;
using static TorchSharp.torch;

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
        var (x, y) = (a.reshape(planes, height, width), b.reshape(planes, height, width));
        // Local moments under an 11×11 Gaussian window, all in one pass: (5·N·C, H − 10, W − 10). Products with two banded
        // matrices, because with one channel they take a half to a third of a convolution's time, gradient included.
        var (rows, columns) = (Windows(height, a), Windows(width, a));
        var moments = rows.matmul(cat([x, y, x * x, y * y, x * y])).matmul(columns.t()).chunk(5);
        var (muX, muY) = (moments[0], moments[1]);
        var varianceX = moments[2] - (muX * muX);
        var varianceY = moments[3] - (muY * muY);
        var covariance = moments[4] - (muX * muY);
        const double C1 = Ssim.C1 / (255 * 255), C2 = Ssim.C2 / (255 * 255); // the constants for samples in [0, 1]
        var map = ((2 * muX * muY) + C1) * ((2 * covariance) + C2)
            / (((muX * muX) + (muY * muY) + C1) * (varianceX + varianceY + C2));
        return map.mean().MoveToOuterDisposeScope();
    }

    /// <summary>(length − 10, length): in row i the window that begins at sample i.</summary>
    private static Tensor Windows(long length, Tensor like)
    {
        var places = length - Ssim.Window + 1;
        var band = new double[places, length];
        for (var i = 0; i < places; i++)
            for (var k = 0; k < Ssim.Window; k++) band[i, i + k] = Ssim.Gaussian[k];
        return tensor(band, like.dtype, like.device);
    }
}
