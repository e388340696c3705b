using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Metrics;

/// <summary>Mean-subtracted, contrast-normalised coefficients (Î = (I − μ)/(σ + 1), NIQE paper eq. 1–3).</summary>
internal static class Mscn
{
    private const int Half = 3;

    // So little above or below the local mean is a rounding error of sums of samples up to 255.
    private const double Flat = 1e-9;

    private static readonly double[] gaussian = Imaging.GaussianTaps.Of((2 * Half) + 1, 7 / 6.0);

    /// <summary>μ and σ are of a 7×7 Gaussian window, σ = 7/6; outside of the plane its edge is repeated.</summary>
    /// <param name="plane">Row by row, samples in 0…255.</param>
    /// <param name="width">Length of a row.</param>
    public static double[] Of(double[] plane, int width)
    {
        var squares = new double[plane.Length];
        TensorPrimitives.Multiply(plane, plane, squares);
        var (means, moments) = (Smooth(plane, width), Smooth(squares, width));
        var result = new double[plane.Length];
        for (var i = 0; i < plane.Length; i++)
        {
            var deviation = plane[i] - means[i];
            if (Math.Abs(deviation) > Flat) result[i] = deviation / (Math.Sqrt(Math.Abs(moments[i] - (means[i] * means[i]))) + 1);
        }
        return result;
    }

    private static double[] Smooth(double[] plane, int width)
    {
        var height = plane.Length / width;
        var (row, result) = (new double[width + (2 * Half)], new double[plane.Length]);
        var inner = row.AsSpan(Half, width);
        for (var y = 0; y < height; y++)
        {
            inner.Clear();
            for (var k = -Half; k <= Half; k++)
                TensorPrimitives.MultiplyAdd(plane.AsSpan(Math.Clamp(y + k, 0, height - 1) * width, width), gaussian[k + Half], inner,
                    inner);
            row.AsSpan(0, Half).Fill(inner[0]);
            row.AsSpan(Half + width).Fill(inner[^1]);
            var output = result.AsSpan(y * width, width);
            for (var k = 0; k <= 2 * Half; k++) TensorPrimitives.MultiplyAdd(row.AsSpan(k, width), gaussian[k], output, output);
        }
        return result;
    }
}
