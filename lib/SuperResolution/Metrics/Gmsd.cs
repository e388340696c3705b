using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Gradient magnitude similarity deviation (Xue, Zhang, Mou, Bovik 2014, "Gradient Magnitude Similarity Deviation", eq. 1–6); 0 for equal
/// pictures, lower is better.
/// </summary>
/// <remarks>
/// As the authors' GMSD.m: gray in 0…255 (RGB pictures by rgb2gray, rounded to 8 bit), means of 2×2 pixels first, then Prewitt
/// gradients with zeros beyond the border, c = 170, standard deviation with n − 1. The value looks at structure alone:
/// a shift of the luminance costs nothing but at the border.
/// </remarks>
public static class Gmsd
{
    private const int Least = 3;
    private const double C = 170;

    /// <summary>GMSD as a value. 0.5 is the largest deviation that numbers in (0, 1] can have.</summary>
    public static Metric Metric { get; } = Metric.FullReference("GMSD", Better.Lower, (0.5, 0), MetricCost.Low, Of);

    /// <summary>The deviation of the similarity map.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 3.</exception>
    public static double Of(Picture reference, Picture distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "GMSD", Least);
        return Of255(x, y);
    }

    /// <summary>As for pictures, for values that are not rounded: the mean over the images.</summary>
    /// <param name="reference">(N, 1 or 3, H, W) in [0, 1], any float type and device.</param>
    /// <param name="distorted">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, are no pictures, or a side is shorter than 3.</exception>
    public static double Of(Tensor reference, Tensor distorted)
    {
        using var scope = NewDisposeScope();
        var (x, y) = MetricInput.Gray(reference, distorted, "GMSD", Least);
        return Of255(x, y);
    }

    private static double Of255(Tensor x, Tensor y)
    {
        using var frozen = no_grad();
        var (mx, my) = (Gradient(x), Gradient(y));
        var map = ((2 * mx * my) + C) / ((mx * mx) + (my * my) + C); // eq. 4
        return map.flatten(1).std(1).mean().item<double>(); // eq. 6
    }

    /// <summary>Magnitude of the Prewitt gradient of the halved image (eq. 1–3).</summary>
    private static Tensor Gradient(Tensor image)
    {
        using var scope = NewDisposeScope();
        var across = tensor([1.0, 0, -1, 1, 0, -1, 1, 0, -1], device: image.device).view(1, 1, 3, 3) / 3;
        var kernels = cat([across, across.transpose(2, 3)]);
        var gradients = nn.functional.conv2d(MetricInput.Average(image, 2), kernels, padding: [1, 1]);
        return gradients.square().sum(1, keepdim: true).sqrt().MoveToOuterDisposeScope();
    }
}
