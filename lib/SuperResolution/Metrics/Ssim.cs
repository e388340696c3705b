using System.Runtime.InteropServices;
using SuperResolution.Imaging;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004, eq. 13); 1 for equal pictures, higher is better.</summary>
/// <remarks>
/// 11×11 Gaussian window, σ = 1.5, only where it lies inside ("valid"), K₁ = 0.01, K₂ = 0.03, L = 255, no downsampling before:
/// the original ssim_index.m as super-resolution papers use it. Colour pictures: mean over the channels.
/// </remarks>
public static class Ssim
{
    /// <summary>Side of the window; pictures must be at least this large.</summary>
    public const int Window = 11;

    internal const double C1 = 0.01 * 255 * 0.01 * 255, C2 = 0.03 * 255 * 0.03 * 255;

    private static readonly double[] gaussian = MakeGaussian();

    /// <summary>The window along one axis; its sum is 1.</summary>
    internal static ReadOnlySpan<double> Gaussian => gaussian;

    /// <summary>The mean of the SSIM map.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 11.</exception>
    public static double Of(Picture a, Picture b)
    {
        Psnr.RequireSameSize(a, b);
        if (Math.Min(a.Width, a.Height) < Window) throw new ArgumentException($"SSIM needs at least {Window}×{Window} pixels, the pictures have {a}.");
        var (left, right) = (new float[a.Width * a.Height], new float[a.Width * a.Height]);
        var sum = 0.0;
        for (var channel = 0; channel < a.Channels; channel++)
        {
            for (int i = 0, at = channel; i < left.Length; i++, at += a.Channels) (left[i], right[i]) = (a.Pixels[at], b.Pixels[at]);
            sum += OfPlane(left, right, a.Width, a.Height);
        }
        return sum / a.Channels;
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over all images and channels.</summary>
    /// <param name="a">(N, C, H, W) in [0, 1].</param>
    /// <param name="b">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than 11.</exception>
    public static double Of(Tensor a, Tensor b)
    {
        Psnr.RequireSameShape(a, b);
        var (width, height) = ((int)a.size(3), (int)a.size(2));
        if (Math.Min(width, height) < Window) throw new ArgumentException($"SSIM needs at least {Window}×{Window} pixels, the images have {width}×{height}.");
        using var scope = NewDisposeScope();
        var left = MemoryMarshal.Cast<byte, float>((a.detach().to(float32).cpu() * 255).contiguous().bytes);
        var right = MemoryMarshal.Cast<byte, float>((b.detach().to(float32).cpu() * 255).contiguous().bytes);
        var (sum, planes) = (0.0, left.Length / (width * height));
        for (var plane = 0; plane < planes; plane++)
            sum += OfPlane(left.Slice(plane * width * height, width * height), right.Slice(plane * width * height, width * height), width, height);
        return sum / planes;
    }

    private static double OfPlane(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int width, int height)
    {
        var outWidth = width - Window + 1;
        // A ring of the last 11 rows of the four moments x, y, x² + y² and xy; every input row is prepared once.
        var ring = new double[Window][];
        var rows = new double[4 * width];
        var moments = new double[4 * outWidth];
        var total = 0.0;
        for (var y = 0; y < height; y++)
        {
            Prepare(a.Slice(y * width, width), b.Slice(y * width, width), ring[y % Window] ??= new double[4 * width]);
            if (y < Window - 1) continue;

            Array.Clear(rows);
            Array.Clear(moments);
            for (var k = 0; k < Window; k++)
                TensorPrimitives.MultiplyAdd(ring[(y - Window + 1 + k) % Window], gaussian[k], rows, rows);
            for (var moment = 0; moment < 4; moment++)
            {
                var sums = moments.AsSpan(moment * outWidth, outWidth);
                for (var k = 0; k < Window; k++)
                    TensorPrimitives.MultiplyAdd(rows.AsSpan((moment * width) + k, outWidth), gaussian[k], sums, sums);
            }
            total += SumOfMap(moments, outWidth);
        }
        return total / ((double)outWidth * (height - Window + 1));
    }

    private static void Prepare(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<double> row)
    {
        var width = left.Length;
        for (var x = 0; x < width; x++)
        {
            double p = left[x], q = right[x];
            row[x] = p;
            row[width + x] = q;
            row[(2 * width) + x] = (p * p) + (q * q);
            row[(3 * width) + x] = p * q;
        }
    }

    private static double SumOfMap(ReadOnlySpan<double> moments, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (moments[i], moments[count + i]);
            var (squares, product) = ((x * x) + (y * y), x * y);
            var variances = moments[(2 * count) + i] - squares;
            var covariance = moments[(3 * count) + i] - product;
            sum += ((2 * product) + C1) * ((2 * covariance) + C2) / ((squares + C1) * (variances + C2));
        }
        return sum;
    }

    private static double[] MakeGaussian()
    {
        var taps = Enumerable.Range(0, Window).Select(i => Math.Exp(-(i - 5.0) * (i - 5.0) / (2 * 1.5 * 1.5))).ToArray();
        var sum = taps.Sum();
        return [.. taps.Select(tap => tap / sum)];
    }
}
