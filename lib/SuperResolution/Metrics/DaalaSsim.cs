using SuperResolution.Imaging;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>
/// SSIM as the daala video tools' dump_ssim computes it: what the SRGAN paper's tables contain (arXiv 1609.04802, section 3.1).
/// </summary>
/// <remarks>
/// Differs from <see cref="Ssim"/>: the window grows with the picture (σ = height · 1.5 / 256), has integer taps, and is cut,
/// not renormalised, at the border, where pixels weigh less in the mean. 8-bit luma only.
/// </remarks>
public static class DaalaSsim
{
    private const int Unity = 256; // the sum of the taps

    /// <summary>Daala's SSIM as a value; of RGB pictures on the BT.709 luma (16…235) that the paper used.</summary>
    public static Metric Metric { get; } = Metric.FullReference("SSIM (daala)", Better.Higher, (-1, 1), MetricCost.Low,
        (reference, distorted) =>
        Of(ColorSpace.Luma(reference, LumaStandard.Bt709Limited), ColorSpace.Luma(distorted, LumaStandard.Bt709Limited)));

    /// <summary>The weighted mean of the SSIM map; 1 for equal pictures, higher is better.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or the pictures have colours.</exception>
    public static double Of(Picture a, Picture b)
    {
        SameSize.Require(a, b);
        if (a.Channels != 1)
            throw new ArgumentException($"The daala SSIM is defined on luma, the pictures have {a}. Convert them with " +
                "ColorSpace.Luma first.");

        var (width, height) = (a.Width, a.Height);
        var taps = Taps(height * 1.5 / 256, Math.Min(width, height) - 1);
        var half = taps.Length - 1;
        // Horizontal sums of the rows in reach: x, y, x², y², xy and the sum of the taps that were inside.
        var ring = new double[(2 * half) + 1][];
        var (sums, raw) = (new double[6 * width], new double[6 * width]);
        double total = 0, weights = 0;
        for (var y = -half; y < height; y++)
        {
            var below = y + half;
            if (below < height) Horizontal(a, b, below, taps, raw, ring[below % ring.Length] ??= new double[6 * width]);
            if (y < 0) continue;

            Array.Clear(sums);
            for (var k = Math.Max(0, y - half); k <= Math.Min(height - 1, below); k++)
                TensorPrimitives.MultiplyAdd(ring[k % ring.Length], taps[Math.Abs(k - y)], sums, sums);
            for (var x = 0; x < width; x++)
            {
                total += Weighted(sums[x], sums[width + x], sums[(2 * width) + x], sums[(3 * width) + x], sums[(4 * width) + x],
                    sums[(5 * width) + x]);
                weights += sums[(5 * width) + x];
            }
        }
        return total / weights;
    }

    private static double Weighted(double x, double y, double xx, double yy, double xy, double w)
    {
        var (c1, c2) = (Ssim.C1 * w * w, Ssim.C2 * w * w);
        return w * ((2 * x * y) + c1) * (c2 + (2 * ((xy * w) - (x * y))))
            / (((x * x) + (y * y) + c1) * ((xx * w) - (x * x) + (yy * w) - (y * y) + c2));
    }

    private static void Horizontal(Picture a, Picture b, int y, double[] taps, double[] raw, double[] to)
    {
        var width = a.Width;
        for (var x = 0; x < width; x++)
        {
            int p = a[x, y, 0], q = b[x, y, 0];
            (raw[x], raw[width + x], raw[(2 * width) + x], raw[(3 * width) + x], raw[(4 * width) + x], raw[(5 * width) + x]) =
                (p, q, p * p, q * q, p * q, 1);
        }
        Array.Clear(to);
        for (var shift = 1 - taps.Length; shift < taps.Length; shift++)
        {
            var length = width - Math.Abs(shift);
            for (var moment = 0; moment < 6 && length > 0; moment++)
            {
                var from = raw.AsSpan((moment * width) + Math.Max(0, shift), length);
                var sum = to.AsSpan((moment * width) + Math.Max(0, -shift), length);
                TensorPrimitives.MultiplyAdd(from, taps[Math.Abs(shift)], sum, sum);
            }
        }
    }

    /// <summary>The integer taps by distance from the centre.</summary>
    private static double[] Taps(double sigma, int most)
    {
        var ratio = Math.Sqrt(Math.PI / 2) * sigma / Unity;
        var half = ratio >= 1 ? 0 : Math.Min(most, (int)Math.Floor(sigma * Math.Sqrt(-2 * Math.Log(ratio))));
        var scale = 1 / (Math.Sqrt(2 * Math.PI) * sigma);
        var taps = new double[half + 1];
        for (var c = 1; c <= half; c++)
            taps[c] = (int)((Unity * scale * Math.Exp(-(double)(c * c) / (2 * sigma * sigma))) + 0.5);
        taps[0] = Unity - (2 * taps[1..].Sum());
        return taps;
    }
}
