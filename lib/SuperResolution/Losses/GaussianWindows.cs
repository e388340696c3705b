using SuperResolution.Metrics;
using static TorchSharp.torch;

namespace SuperResolution.Losses;

/// <summary>Images seen through Gaussian windows: the two factors of SSIM as maps, differentiable.</summary>
internal static class GaussianWindows
{
    private const double C1 = Ssim.C1 / (255 * 255), C2 = Ssim.C2 / (255 * 255); // the constants for samples in [0, 1]

    /// <summary>A window along one axis; its sum is 1.</summary>
    public static double[] Taps(int length, double sigma) => Imaging.GaussianTaps.Of(length, sigma);

    /// <summary>(N, C, H, W) → (N·C, H, W).</summary>
    public static Tensor Planes(Tensor images) => images.reshape(images.size(0) * images.size(1), images.size(2), images.size(3));

    /// <summary>Local means of planes (P, H, W) where the window lies inside: (P, H − length + 1, W − length + 1).</summary>
    public static Tensor Filter(Tensor planes, ReadOnlySpan<double> taps)
    {
        using var scope = NewDisposeScope();
        // Products with two banded matrices, because with one channel they take a half to a third of a convolution's time, gradient
        // included.
        var (rows, columns) = (Band(planes.size(1), taps, planes), Band(planes.size(2), taps, planes));
        return rows.matmul(planes).matmul(columns.t()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// SSIM's luminance term l and its contrast-structure term cs (Wang et al. 2004, eq. 6 and eq. 13 with C₃ = C₂/2); SSIM is their
    /// product.
    /// </summary>
    public static (Tensor Luminance, Tensor Structure) Factors(Tensor x, Tensor y, ReadOnlySpan<double> taps)
    {
        using var scope = NewDisposeScope();
        var moments = Filter(cat([x, y, x * x, y * y, x * y]), taps).chunk(5);
        var (muX, muY) = (moments[0], moments[1]);
        var (squareX, squareY, product) = (muX * muX, muY * muY, muX * muY);
        var (varianceX, varianceY, covariance) = (moments[2] - squareX, moments[3] - squareY, moments[4] - product);
        var luminance = ((2 * product) + C1) / (squareX + squareY + C1);
        var structure = ((2 * covariance) + C2) / (varianceX + varianceY + C2);
        return (luminance.MoveToOuterDisposeScope(), structure.MoveToOuterDisposeScope());
    }

    /// <summary>(length − taps + 1, length): in row i the window that begins at sample i.</summary>
    private static Tensor Band(long length, ReadOnlySpan<double> taps, Tensor like)
    {
        var places = length - taps.Length + 1;
        var band = new double[places, length];
        for (var i = 0; i < places; i++)
            for (var k = 0; k < taps.Length; k++) band[i, i + k] = taps[k];
        return tensor(band, like.dtype, like.device);
    }
}
