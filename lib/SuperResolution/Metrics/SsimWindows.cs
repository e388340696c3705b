using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SuperResolution.Metrics;

/// <summary>The means of the SSIM map and of its contrast-structure part over one plane: what SSIM and MS-SSIM are made of.</summary>
/// <remarks>
/// Works on s = x + y and d = x − y instead of x and y: 2·μx·μy = (μs² − μd²) / 2, μx² + μy² = (μs² + μd²) / 2, and likewise for the
/// (co)variances. Two planes and their squares are then all that has to be smoothed, and single precision is enough: what rounding
/// does to the variance of s stands in the numerator and the denominator alike, and d is small where the pictures are similar.
/// One thread; per pixel 2×11 taps in vectors, separable, rows first.
/// </remarks>
internal static class SsimWindows
{
    private const int Taps = Ssim.Window, Moments = 4;
    private const float Middle = 256; // of s: keeps its squares small

    private static readonly float[] taps = [.. Ssim.Gaussian[..((Taps / 2) + 1)].ToArray().Select(tap => (float)tap)];

    /// <summary>Both means over all places where the window lies inside.</summary>
    /// <param name="x">height × width samples in 0…255.</param>
    /// <param name="y">The same number.</param>
    /// <param name="width">At least 11.</param>
    /// <param name="height">At least 11.</param>
    public static (double Ssim, double Contrast) Means(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, int height)
    {
        var (lanes, places) = (Vector<float>.Count, width - Taps + 1);
        var stride = ((width + lanes - 1) / lanes * lanes) + lanes + Taps; // reading past a row's end stays inside
        stride += lanes - (stride % lanes);
        var rowSize = Moments * stride;
        // The last 11 rows of s, d, s² and d², each stored twice, 11 rows apart, so that a window is always one block.
        var ring = new float[2 * Taps * rowSize];
        var smooth = new float[rowSize];
        var (ssim, contrast) = (0.0, 0.0);
        for (var row = 0; row < height; row++)
        {
            var slot = row % Taps;
            var prepared = ring.AsSpan(slot * rowSize, rowSize);
            Prepare(x.Slice(row * width, width), y.Slice(row * width, width), prepared, stride);
            prepared.CopyTo(ring.AsSpan((slot + Taps) * rowSize));
            if (row < Taps - 1) continue;

            ref var oldest = ref ring[(row + 1) % Taps * rowSize];
            ref var to = ref MemoryMarshal.GetArrayDataReference(smooth);
            for (var i = 0; i < rowSize; i += lanes) Smooth(ref oldest, (nuint)i, (nuint)rowSize).StoreUnsafe(ref to, (nuint)i);
            var (rowSsim, rowContrast) = Map(smooth, stride, places);
            (ssim, contrast) = (ssim + rowSsim, contrast + rowContrast);
        }
        var count = (double)places * (height - Taps + 1);
        return (ssim / count, contrast / count);
    }

    private static void Prepare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> row, int stride)
    {
        var s = row[..x.Length];
        var d = row.Slice(stride, x.Length);
        var s2 = row.Slice(2 * stride, x.Length);
        var d2 = row.Slice(3 * stride, x.Length);
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (p, q) = (new Vector<float>(x[i..]), new Vector<float>(y[i..]));
            var (sum, difference) = (p + q - new Vector<float>(Middle), p - q);
            sum.CopyTo(s[i..]);
            difference.CopyTo(d[i..]);
            (sum * sum).CopyTo(s2[i..]);
            (difference * difference).CopyTo(d2[i..]);
        }
        for (; i < x.Length; i++)
        {
            (s[i], d[i]) = (x[i] + y[i] - Middle, x[i] - y[i]);
            (s2[i], d2[i]) = (s[i] * s[i], d[i] * d[i]);
        }
    }

    /// <summary>Σ gₖ · value[at + k · step], with the symmetry of the window.</summary>
    private static Vector<float> Smooth(ref float from, nuint at, nuint step)
    {
        ref var first = ref Unsafe.Add(ref from, at);
        ref var g = ref MemoryMarshal.GetArrayDataReference(taps);
        var sum = Vector.LoadUnsafe(ref first, 5 * step) * Unsafe.Add(ref g, 5);
        for (nuint k = 0; k < 5; k++)
        {
            var pair = Vector.LoadUnsafe(ref first, k * step) + Vector.LoadUnsafe(ref first, (10 - k) * step);
            sum = Vector.MultiplyAddEstimate(pair, new Vector<float>(Unsafe.Add(ref g, k)), sum);
        }
        return sum;
    }

    /// <summary>Smooths along the row and sums the two maps.</summary>
    private static (double Ssim, double Contrast) Map(float[] rows, int stride, int places)
    {
        var (c1, c2) = (new Vector<float>((float)(2 * Ssim.C1)), new Vector<float>((float)(2 * Ssim.C2)));
        var (ssim, contrast) = (Vector<float>.Zero, Vector<float>.Zero);
        ref var from = ref MemoryMarshal.GetArrayDataReference(rows);
        for (var at = 0; at < places; at += Vector<float>.Count)
        {
            var (s, d) = (Smooth(ref from, (nuint)at, 1), Smooth(ref from, (nuint)(stride + at), 1));
            var varianceS = Smooth(ref from, (nuint)((2 * stride) + at), 1) - (s * s);
            var varianceD = Smooth(ref from, (nuint)((3 * stride) + at), 1) - (d * d);
            s += new Vector<float>(Middle);
            var (s2, d2) = (s * s, d * d);
            var structure = (varianceS - varianceD + c2) / (varianceS + varianceD + c2);
            var luminance = (s2 - d2 + c1) / (s2 + d2 + c1);
            if (places - at < Vector<float>.Count) // past the end
                structure = Vector.ConditionalSelect(
                    Vector.LessThan(Vector<float>.Indices, new Vector<float>(places - at)), structure, Vector<float>.Zero);
            contrast += structure;
            ssim += structure * luminance;
        }
        return (Vector.Sum(ssim), Vector.Sum(contrast));
    }
}
