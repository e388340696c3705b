using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>Local misalignment of two pictures of one scene: the shift of each block, to a fraction of a pixel.</summary>
/// <remarks>
/// Both pictures are smoothed, so that what only the sharper one shows does not count, and brightness is fitted (one factor and one offset
/// for the whole picture). Each block is then compared with the other picture at all whole shifts in reach; the vertex of a parabola
/// through the smallest sum of squares and its two neighbours gives the fraction, in each direction on its own. With the default
/// smoothing, what was shrunk by 4 and enlarged again lies within 0.1 pixels of its origin (median over blocks).
/// </remarks>
public static class BlockShifts
{
    private const double LeastVariance = 4 / (255.0 * 255); // two levels of 255: below, a block shows nothing that could be found again
    private const double LeastBend = 0.005; // of the variance: an edge alone says nothing about the shift along it

    /// <summary>
    /// Where the blocks of a picture lie in the reference: (0.5, 0) means that the content has to move half a pixel to the right to fit.
    /// </summary>
    /// <param name="picture">E.g. LR, brought to the size of HR.</param>
    /// <param name="reference">Of the same size.</param>
    /// <param name="block">Side of a block in pixels.</param>
    /// <param name="reach">The largest shift that is tried, in whole pixels.</param>
    /// <param name="smoothing">Standard deviation of the Gaussian that both are smoothed with, in pixels; 0: not at all.</param>
    /// <returns>One shift for every block with structure in both directions whose best place lies within reach, row by row.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or no block fits.</exception>
    public static IReadOnlyList<(double X, double Y)> Of(
        Picture picture, Picture reference, int block = 48, int reach = 3, double smoothing = 2.5)
    {
        SameSize.Require(reference, picture);
        if (block < 4 || reach < 1 || Math.Min(picture.Width, picture.Height) < block + (2 * reach))
            throw new ArgumentException($"Blocks of {block} pixels that move by up to {reach} do not fit into {picture}. Take " +
                "smaller blocks.");
        using var scope = NewDisposeScope();
        var to = Smooth(reference, smoothing);
        var from = Fitted(Smooth(picture, smoothing), to);
        var (height, width, wide) = (from.size(2) - (2 * reach), from.size(3) - (2 * reach), (2 * reach) + 1);
        Tensor Part(Tensor image, int x, int y) => image.narrow(2, y, height).narrow(3, x, width);
        Tensor Blocks(Tensor image) => nn.functional.avg_pool2d(image, block).flatten();

        var inner = Part(from, reach, reach);
        // (blocks, shifts)
        var costs = stack(Enumerable.Range(0, wide * wide).Select(i => Blocks((inner - Part(to, i % wide, i / wide)).square())).ToArray(),
            1);
        var variance = (Blocks(inner.square()) - Blocks(inner).square()).data<double>().ToArray();
        return [.. costs.data<double>().ToArray().Chunk(wide * wide)
            .Select((cost, i) => Best(cost, wide, variance[i])).OfType<(double, double)>()];
    }

    private static (double X, double Y)? Best(double[] cost, int wide, double variance)
    {
        var best = Array.IndexOf(cost, cost.Min());
        var (x, y) = (best % wide, best / wide);
        // nothing to find, or the true place lies beyond
        if (variance < LeastVariance || x == 0 || y == 0 || x == wide - 1 || y == wide - 1) return null;
        var (across, down) = (Vertex(best, 1), Vertex(best, wide));
        return Math.Min(across.Bend, down.Bend) < LeastBend * variance ? null : (x - (wide / 2) + across.At, y - (wide / 2) + down.At);

        (double At, double Bend) Vertex(int at, int step)
        {
            var bend = cost[at - step] - (2 * cost[at]) + cost[at + step];
            return (0.5 * (cost[at - step] - cost[at + step]) / bend, bend);
        }
    }

    /// <summary>Luma in [0, 1], (1, 1, H, W), float64, after a Gaussian.</summary>
    private static Tensor Smooth(Picture picture, double sigma)
    {
        using var scope = NewDisposeScope();
        var y = ColorSpace.Luma(picture, LumaStandard.Bt601Limited).ToTensor().to(float64);
        return (sigma <= 0 ? y : Gaussian(picture.Height, sigma).matmul(y).matmul(Gaussian(picture.Width, sigma).T))
            .MoveToOuterDisposeScope();
    }

    /// <summary>The Gaussian over n pixels as a matrix (n, n); beyond the border its pixel goes on.</summary>
    private static Tensor Gaussian(int n, double sigma)
    {
        var (matrix, radius) = (new double[n, n], (int)Math.Ceiling(3 * sigma));
        var taps = GaussianTaps.Of((2 * radius) + 1, sigma);
        for (var row = 0; row < n; row++)
            for (var i = 0; i < taps.Length; i++) matrix[row, Math.Clamp(row + i - radius, 0, n - 1)] += taps[i];
        return tensor(matrix);
    }

    /// <summary>a·y + b, by least squares.</summary>
    private static Tensor Fitted(Tensor y, Tensor to)
    {
        var (centred, target) = (y - y.mean(), to - to.mean());
        return (centred * ((centred * target).mean() / centred.square().mean().clamp_min(1e-12))) + to.mean();
    }
}
