using System.Runtime.InteropServices;
using SuperResolution.Imaging;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>
/// Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003, "Multi-Scale Structural Similarity", eq. 7); 1 for equal pictures,
/// higher is better.
/// </summary>
/// <remarks>
/// As Wang's msssim.m: five scales with the weights of the paper's section 3.2, each scale half of the one before (means of 2×2
/// pixels, the last row or column counted twice where there is an odd number), contrast and structure at all of them, luminance
/// at the coarsest; window and constants of <see cref="Ssim"/>, only where the window lies inside. Gray in 0…255: RGB pictures
/// by rgb2gray, rounded to 8 bit; for the mean over colour channels hand them in as images of one channel. A scale whose mean is
/// negative counts as 0 (a power of a negative number is not real). One thread.
/// Calibration: on BT.601 luma all four pairs have the program's value to its four digits. The table for gray prints 0.6733 for
/// the worst pair, where this is 0.6700 (0.5 %), and the same value within 1e-4 for the other three.
/// </remarks>
public static class MsSsim
{
    /// <summary>Sides must be at least this long: 11 pixels are left at the coarsest scale.</summary>
    public const int Least = 176;

    /// <summary>The exponents of the scales, finest first; their sum is 1.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>MS-SSIM as a value.</summary>
    public static Metric Metric { get; } = Metric.FullReference("MS-SSIM", Better.Higher, (0, 1), MetricCost.Low, Of);

    /// <summary>The product over the scales.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 176.</exception>
    public static double Of(Picture reference, Picture distorted)
    {
        SameSize.Require(reference, distorted);
        MetricInput.RequireSides(reference.Width, reference.Height, "MS-SSIM", Least);
        return OfPlane(Ssim.Plane(reference.ToGray(), 0), Ssim.Plane(distorted.ToGray(), 0), reference.Width, reference.Height);
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over the images.</summary>
    /// <param name="reference">(N, 1 or 3, H, W) in [0, 1], any float type and device.</param>
    /// <param name="distorted">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, are no pictures, or a side is shorter than 176.</exception>
    public static double Of(Tensor reference, Tensor distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "MS-SSIM", Least);
        var (width, height) = ((int)x.size(3), (int)x.size(2));
        var left = MemoryMarshal.Cast<byte, float>(x.to(float32).cpu().contiguous().bytes);
        var right = MemoryMarshal.Cast<byte, float>(y.to(float32).cpu().contiguous().bytes);
        var (sum, images) = (0.0, left.Length / (width * height));
        for (var image = 0; image < images; image++)
            sum += OfPlane(left.Slice(image * width * height, width * height), right.Slice(image * width * height, width * height), width,
                height);
        return sum / images;
    }

    private static double OfPlane(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, int height)
    {
        var product = 1.0;
        for (var scale = 0; ; scale++)
        {
            var (ssim, contrast) = SsimWindows.Means(x, y, width, height);
            var last = scale == Weights.Count - 1;
            product *= Math.Pow(Math.Max(0, last ? ssim : contrast), Weights[scale]);
            if (last) return product;
            x = Half(x, width, height);
            y = Half(y, width, height);
            (width, height) = ((width + 1) / 2, (height + 1) / 2);
        }
    }

    private static float[] Half(ReadOnlySpan<float> plane, int width, int height)
    {
        var halfWidth = (width + 1) / 2;
        var half = new float[halfWidth * ((height + 1) / 2)];
        var sums = new float[2 * halfWidth];
        for (var y = 0; y < height; y += 2)
        {
            var upper = plane.Slice(y * width, width);
            TensorPrimitives.Add(upper, y + 1 < height ? plane.Slice((y + 1) * width, width) : upper, sums);
            sums[^1] = sums[width - 1]; // an odd width: the last column again
            var to = half.AsSpan(y / 2 * halfWidth, halfWidth);
            for (var x = 0; x < to.Length; x++) to[x] = (sums[2 * x] + sums[(2 * x) + 1]) * 0.25f;
        }
        return half;
    }
}
