using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Two of the six orientations of the fifth-order steerable pyramid (Simoncelli, Freeman 1995), as filters in space: those that VIF uses.
/// </summary>
/// <remarks>
/// Coefficients of "sp5Filters" (Karasaridis, Simoncelli 1996, as distributed with matlabPyrTools). Filters are correlated with the image,
/// which is mirrored at its border without repeating the border pixel ("reflect1").
/// </remarks>
internal static class SpatialSteerablePyramid
{
    /// <summary>Upper left quarters, middle row and column included: these filters are symmetric in both directions.</summary>
    private static readonly double[,] lowPass0 =
    {
        { 0.00341614, -0.01551246, -0.03848215 },
        { -0.01551246, 0.05586982, 0.15925570 },
        { -0.03848215, 0.15925570, 0.40304148 },
    };

    private static readonly double[,] lowPass =
    {
        { 0.00170808, -0.00489834, -0.00775624, -0.01888864, -0.01924108 },
        { -0.00489834, -0.01046562, -0.01322234, 0.00821200, 0.02005976 },
        { -0.00775624, -0.01322234, 0.02793492, 0.06554076, 0.07962786 },
        { -0.01888864, 0.00821200, 0.06554076, 0.12852666, 0.16339236 },
        { -0.01924108, 0.02005976, 0.07962786, 0.16339236, 0.20193080 },
    };

    /// <summary>The band of horizontal structure; odd from top to bottom, so the middle row is 0.</summary>
    private static readonly double[,] band =
    {
        { 0.00277643, 0.00496194, 0.01026699, 0.01455399 },
        { -0.00986904, -0.00893064, 0.01189859, 0.02755155 },
        { -0.01021852, -0.03075356, -0.08226445, -0.11732297 },
        { 0, 0, 0, 0 },
    };

    /// <summary>
    /// The bands of horizontal and vertical structure, (N, 2, h, w) for each level, the finest first, each half the size of the one
    /// before.
    /// </summary>
    /// <param name="image">(N, 1, H, W) float64.</param>
    /// <param name="levels">How many.</param>
    public static List<Tensor> Bands(Tensor image, int levels)
    {
        using var scope = NewDisposeScope();
        var horizontal = Filter(band, odd: true, image.device);
        var oriented = cat([horizontal, horizontal.transpose(2, 3)]);
        var (low0, low) = (Filter(lowPass0, odd: false, image.device), Filter(lowPass, odd: false, image.device));
        var bands = new List<Tensor>();
        var rest = Correlate(image, low0);
        for (var level = 0; level < levels; level++)
        {
            if (level > 0) rest = Correlate(rest, low, step: 2);
            bands.Add(Correlate(rest, oriented).MoveToOuterDisposeScope());
        }
        return bands;
    }

    private static Tensor Correlate(Tensor image, Tensor filters, int step = 1)
    {
        var border = filters.size(3) / 2;
        using var padded = nn.functional.pad(image, [border, border, border, border], PaddingModes.Reflect);
        return nn.functional.conv2d(padded, filters, strides: [step, step]);
    }

    private static Tensor Filter(double[,] quarter, bool odd, Device device)
    {
        var half = quarter.GetLength(0) - 1;
        var taps = new double[1, 1, (2 * half) + 1, (2 * half) + 1];
        for (var y = -half; y <= half; y++)
            for (var x = -half; x <= half; x++)
                taps[0, 0, y + half, x + half] = (odd && y > 0 ? -1 : 1) * quarter[half - Math.Abs(y), half - Math.Abs(x)];
        return tensor(taps, float64, device);
    }
}
