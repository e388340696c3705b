using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// Feature similarity (Zhang, Zhang, Mou, Zhang 2011, "FSIM: A Feature Similarity Index", eq. 4–10): phase congruency and gradients; 1 for
/// equal pictures, higher is better.
/// </summary>
/// <remarks>
/// As the authors' FeatureSIM.m: YIQ in 0…255 without rounding, means of f×f pixels first with f = round(shorter side / 256),
/// Scharr gradients with zeros beyond the border. <see cref="Of(Picture, Picture)"/> is FSIMc, the form with colours, which is
/// what calibration tables call "FSIM"; of gray pictures it equals FSIM. <see cref="OfLuma"/> is FSIM of the luma alone.
/// </remarks>
public static class Fsim
{
    private const int Least = 16;
    private const double T1 = 0.85, T2 = 160, T3 = 200, T4 = 200, Lambda = 0.03;

    /// <summary>FSIMc as a value.</summary>
    public static Metric Metric { get; } = Metric.FullReference("FSIM", Better.Higher, (0, 1), MetricCost.Medium, Of);

    /// <summary>FSIMc (eq. 10).</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 16.</exception>
    public static double Of(Picture reference, Picture distorted) => Of(reference, distorted, colours: true);

    /// <summary>FSIM (eq. 7): as <see cref="Of(Picture, Picture)"/> without the two chroma planes.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than 16.</exception>
    public static double OfLuma(Picture reference, Picture distorted) => Of(reference, distorted, colours: false);

    /// <summary>FSIMc for values that are not rounded: the mean over the images.</summary>
    /// <param name="reference">(N, 1 or 3, H, W) in [0, 1], any float type and device.</param>
    /// <param name="distorted">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, are no pictures, or a side is shorter than 16.</exception>
    public static double Of(Tensor reference, Tensor distorted)
    {
        MetricInput.RequireColours(reference, distorted, "FSIM", Least);
        using var scope = NewDisposeScope();
        return Of255(reference.detach().to(float64) * 255, distorted.detach().to(float64) * 255, colours: true);
    }

    private static double Of(Picture reference, Picture distorted, bool colours)
    {
        SameSize.Require(reference, distorted);
        MetricInput.RequireSides(reference.Width, reference.Height, "FSIM", Least);
        using var scope = NewDisposeScope();
        return Of255(MetricInput.Samples(reference), MetricInput.Samples(distorted), colours);
    }

    private static double Of255(Tensor reference, Tensor distorted, bool colours)
    {
        using var frozen = no_grad();
        var factor = Math.Max(1, (int)((Math.Min(reference.size(2), reference.size(3)) / 256.0) + 0.5));
        var (a, b) = (MetricInput.Average(Yiq(reference), factor), MetricInput.Average(Yiq(distorted), factor));
        var (ya, yb) = (a.narrow(1, 0, 1), b.narrow(1, 0, 1));
        var (congruencyA, congruencyB) = (PhaseCongruency.Of(ya), PhaseCongruency.Of(yb));
        var similarity = Similarity(congruencyA, congruencyB, T1) * Similarity(Gradient(ya), Gradient(yb), T2); // eq. 4–6
        if (colours && a.size(1) == 3)
        {
            // eq. 8, 9
            var chroma = Similarity(a.narrow(1, 1, 1), b.narrow(1, 1, 1), T3) * Similarity(a.narrow(1, 2, 1), b.narrow(1, 2, 1), T4);
            // The real part of a power: where the product is negative, that of the principal branch.
            similarity *= chroma.abs().pow(Lambda) * where(chroma < 0, Math.Cos(Math.PI * Lambda), 1.0);
        }
        var weight = maximum(congruencyA, congruencyB);
        var (sum, weights) = ((similarity * weight).sum([1, 2, 3]), weight.sum([1, 2, 3]));
        // Pictures without any feature weigh everything alike.
        return where(weights > 0, sum / weights, similarity.mean([1, 2, 3])).mean().item<double>();
    }

    private static Tensor Similarity(Tensor a, Tensor b, double constant) =>
        ((2 * a * b) + constant) / (a.square() + b.square() + constant);

    private static Tensor Gradient(Tensor luma)
    {
        using var scope = NewDisposeScope();
        var across = tensor([3.0, 0, -3, 10, 0, -10, 3, 0, -3], device: luma.device).view(1, 1, 3, 3) / 16;
        var gradients = nn.functional.conv2d(luma, cat([across, across.transpose(2, 3)]), padding: [1, 1]);
        return gradients.square().sum(1, keepdim: true).sqrt().MoveToOuterDisposeScope();
    }

    private static Tensor Yiq(Tensor samples)
    {
        if (samples.size(1) == 1) return samples;
        using var scope = NewDisposeScope();
        var matrix = tensor([0.299, 0.587, 0.114, 0.596, -0.274, -0.322, 0.211, -0.523, 0.312], device: samples.device).view(3, 3, 1, 1);
        return nn.functional.conv2d(samples, matrix).MoveToOuterDisposeScope();
    }
}
