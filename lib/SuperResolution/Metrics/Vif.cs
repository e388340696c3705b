using SuperResolution.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Visual information fidelity (Sheikh, Bovik 2006, "Image Information and Visual Quality", eq. 10–14): the share of the reference's
/// information that is left; 1 for equal pictures, higher is better.
/// </summary>
/// <remarks>
/// The full measure in the wavelet domain as the authors' vifvec.m, not the simpler one in the pixel domain: four levels and two
/// orientations of a steerable pyramid, vectors of 3×3 coefficients as a Gaussian scale mixture, σₙ² = 0.4. Gray in 0…255 (RGB
/// pictures by rgb2gray, rounded to 8 bit), no downsampling, blocks whose window would touch the border left out.
/// Not symmetric, and over 1 for pictures with more contrast than the reference.
/// </remarks>
public static class Vif
{
    private const int Levels = 4, M = 3, Least = 65;
    private const double NoiseVariance = 0.4, Tolerance = 1e-15;

    /// <summary>VIF as a value.</summary>
    public static Metric Metric { get; } = Metric.FullReference("VIF", Better.Higher, (0, double.PositiveInfinity), MetricCost.Medium, Of);

    /// <summary>Information in the distorted picture divided by information in the reference.</summary>
    /// <exception cref="ArgumentException">The sizes differ, a side is shorter than 65, or the reference is flat.</exception>
    public static double Of(Picture reference, Picture distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "VIF", Least);
        return Of255(x, y);
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over the images.</summary>
    /// <param name="reference">(N, 1 or 3, H, W) in [0, 1], any float type and device.</param>
    /// <param name="distorted">The same shape.</param>
    /// <exception cref="ArgumentException">
    /// The shapes differ, are no pictures, a side is shorter than 65, or a reference is flat.
    /// </exception>
    public static double Of(Tensor reference, Tensor distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "VIF", Least);
        return Enumerable.Range(0, (int)x.size(0)).Average(image => Of255(x.narrow(0, image, 1), y.narrow(0, image, 1)));
    }

    private static double Of255(Tensor reference, Tensor distorted)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (bandsX, bandsY) = (SpatialSteerablePyramid.Bands(reference, Levels), SpatialSteerablePyramid.Bands(distorted, Levels));
        var (kept, all) = (0.0, 0.0);
        for (var level = 0; level < Levels; level++)
        {
            var window = (1 << (Levels - level)) + 1; // 17 at the finest level, 3 at the coarsest
            for (var orientation = 0; orientation < 2; orientation++)
            {
                using var step = NewDisposeScope();
                var (k, a) = Information(Whole(bandsX[level], orientation), Whole(bandsY[level], orientation), window);
                (kept, all) = (kept + k, all + a);
            }
        }
        if (!(all > 0))
            throw new ArgumentException("VIF compares with the information in the reference, but that is one flat area. Take another " +
                "metric for such pictures.");
        return kept / all;
    }

    /// <summary>One band (1, 1, h, w), cut to whole blocks.</summary>
    private static Tensor Whole(Tensor bands, int orientation) =>
        bands.narrow(1, orientation, 1).narrow(2, 0, bands.size(2) / M * M).narrow(3, 0, bands.size(3) / M * M);

    /// <summary>
    /// Bits per eq. 13 (what the distorted band tells of the model) and eq. 12 (what the reference band does), summed over the blocks.
    /// </summary>
    private static (double Kept, double All) Information(Tensor x, Tensor y, int window)
    {
        var (gain, noise) = Channel(x, y, window);
        var (scale, eigenvalues) = Model(x);
        var border = ((window / 2) + M - 1) / M;
        Tensor Inner(Tensor blocks) =>
            blocks.narrow(0, border, blocks.size(0) - (2 * border)).narrow(1, border, blocks.size(1) - (2 * border)).unsqueeze(0);
        // Eigenvalues along the first dimension: (9, blocks down, blocks across).
        var signal = Inner(scale) * eigenvalues.view(-1, 1, 1);
        var kept = log2(1 + (Inner(gain).square() * signal / (Inner(noise) + NoiseVariance))).sum().item<double>();
        return (kept, log2(1 + (signal / NoiseVariance)).sum().item<double>());
    }

    /// <summary>
    /// The distortion channel y = g·x + v around each block's centre: gain and variance of v, by regression over a window.
    /// </summary>
    private static (Tensor Gain, Tensor Noise) Channel(Tensor x, Tensor y, int window)
    {
        double area = window * window;
        Tensor Means(Tensor band)
        {
            var border = window / 2;
            // Centres at 1, 4, 7 …: the first row and column of the mirrored band are not needed.
            var mirrored = nn.functional.pad(band, [border, border, border, border], PaddingModes.Reflect);
            return nn.functional.avg_pool2d(
                mirrored.narrow(2, 1, mirrored.size(2) - 1).narrow(3, 1, mirrored.size(3) - 1), window, M)[0, 0];
        }
        var (meanX, meanY) = (Means(x), Means(y));
        var covariance = (Means(x * y) - (meanX * meanY)) * area;
        var (squaresX, squaresY) = ((Means(x * x) - meanX.square()).clamp_min(0) * area,
            (Means(y * y) - meanY.square()).clamp_min(0) * area);
        var gain = covariance / (squaresX + Tolerance);
        var noise = (squaresY - (gain * covariance)) / area;
        // What cannot be explained by a gain is noise: nothing in the reference, or a negative gain. (vifsub_est_M.m, in its order.)
        gain = where(squaresX < Tolerance, 0.0, gain);
        noise = where(squaresX < Tolerance, squaresY, noise);
        (gain, noise) = (where(squaresY < Tolerance, 0.0, gain), where(squaresY < Tolerance, 0.0, noise));
        noise = where(gain < 0, squaresY, noise);
        return (gain.clamp_min(0), noise.clamp_min(Tolerance));
    }

    /// <summary>
    /// The Gaussian scale mixture of the reference: s² of each block, and the eigenvalues of the covariance of 3×3 neighbours (eq. 8, 9).
    /// </summary>
    private static (Tensor Scale, Tensor Eigenvalues) Model(Tensor x)
    {
        var neighbours = nn.functional.unfold(x, M)[0]; // (9, all positions)
        neighbours -= neighbours.mean([1], keepdim: true);
        var covariance = neighbours.matmul(neighbours.t()) / neighbours.size(1);
        var blocks = nn.functional.unfold(x, M, stride: M)[0]; // (9, blocks)
        var scale = (linalg.pinv(covariance, hermitian: true).matmul(blocks) * blocks).sum([0]) / (M * M);
        return (scale.view(x.size(2) / M, x.size(3) / M), linalg.eigvalsh(covariance).clamp_min(0));
    }
}
