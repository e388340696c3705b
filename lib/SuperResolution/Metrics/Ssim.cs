using System.Runtime.InteropServices;
using SuperResolution.Imaging;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13); 1 for equal pictures, higher is better.</summary>
/// <remarks>
/// 11×11 Gaussian window, σ = 1.5, only where it lies inside ("valid"), K₁ = 0.01, K₂ = 0.03, L = 255, no downsampling before:
/// the original ssim_index.m as super-resolution papers use it. Colour pictures: mean over the channels; the official calibration
/// value is that of the gray picture (<see cref="Picture.ToGray"/>, rounded to 8 bit). One thread, single precision
/// (<see cref="SsimWindows"/>).
/// </remarks>
public static class Ssim
{
    /// <summary>Side of the window; pictures must be at least this large.</summary>
    public const int Window = 11;

    /// <summary>SSIM as a value: of the gray pictures, as MS-SSIM and the official calibration have it.</summary>
    public static Metric Metric { get; } =
        Metric.FullReference("SSIM", Better.Higher, (-1, 1), MetricCost.Low, (a, b) => Of(a.ToGray(), b.ToGray()));

    internal const double C1 = 0.01 * 255 * 0.01 * 255, C2 = 0.03 * 255 * 0.03 * 255;

    private static readonly double[] gaussian = GaussianTaps.Of(Window, 1.5);

    /// <summary>The window along one axis; its sum is 1.</summary>
    internal static ReadOnlySpan<double> Gaussian => gaussian;

    /// <summary>The mean of the SSIM map.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 11.</exception>
    public static double Of(Picture a, Picture b)
    {
        SameSize.Require(a, b);
        if (Math.Min(a.Width, a.Height) < Window)
            throw new ArgumentException($"SSIM needs at least {Window}×{Window} pixels, the pictures have {a}.");
        var sum = 0.0;
        for (var channel = 0; channel < a.Channels; channel++)
            sum += SsimWindows.Means(Plane(a, channel), Plane(b, channel), a.Width, a.Height).Ssim;
        return sum / a.Channels;
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over all images and channels.</summary>
    /// <param name="a">(N, C, H, W) in [0, 1].</param>
    /// <param name="b">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than 11.</exception>
    public static double Of(Tensor a, Tensor b)
    {
        SameSize.Require(a, b);
        var (width, height) = ((int)a.size(3), (int)a.size(2));
        if (Math.Min(width, height) < Window)
            throw new ArgumentException($"SSIM needs at least {Window}×{Window} pixels, the images have {width}×{height}.");
        using var scope = NewDisposeScope();
        var left = MemoryMarshal.Cast<byte, float>((a.detach().to(float32).cpu() * 255).contiguous().bytes);
        var right = MemoryMarshal.Cast<byte, float>((b.detach().to(float32).cpu() * 255).contiguous().bytes);
        var (sum, planes) = (0.0, left.Length / (width * height));
        for (var plane = 0; plane < planes; plane++)
            sum += SsimWindows.Means(left.Slice(plane * width * height, width * height),
                right.Slice(plane * width * height, width * height), width, height).Ssim;
        return sum / planes;
    }

    /// <summary>One channel as floats in 0…255.</summary>
    internal static float[] Plane(Picture picture, int channel)
    {
        var plane = new float[picture.Width * picture.Height];
        if (picture.Channels == 1) TensorPrimitives.ConvertTruncating(picture.Pixels, plane.AsSpan());
        else
        {
            for (int i = 0, at = channel; i < plane.Length; i++, at += picture.Channels) plane[i] = picture.Pixels[at];
        }
        return plane;
    }
}
