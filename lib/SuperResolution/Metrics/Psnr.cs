using SuperResolution.Imaging;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>Peak signal-to-noise ratio of 8-bit pictures in dB; higher is better, ∞ for equal pictures.</summary>
public static class Psnr
{
    /// <summary>PSNR as a value: of RGB pictures over all three channels.</summary>
    public static Metric Metric { get; } =
        Metric.FullReference("PSNR", Better.Higher, (0, double.PositiveInfinity), MetricCost.Low, Of) with { Unit = "dB" };

    /// <summary>RMSE as a value, in units of 8-bit samples.</summary>
    public static Metric RmseMetric { get; } =
        Metric.FullReference("RMSE", Better.Lower, (255, 0), MetricCost.Low, Rmse) with { Unit = "levels of 255" };

    /// <summary>10 · log₁₀(255² / MSE).</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(Picture a, Picture b) => FromMse(Mse(a, b));

    /// <summary>Mean squared error over all pixels and channels, samples in 0…255.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Mse(Picture a, Picture b)
    {
        SameSize.Require(a, b);
        var left = a.Pixels;
        var right = b.Pixels;
        long sum = 0; // exact: at most 65,025 per sample
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }
        return (double)sum / left.Length;
    }

    /// <summary>As for pictures, for values that are not rounded: one mean squared error over all of both tensors.</summary>
    /// <param name="a">(N, C, H, W) in [0, 1].</param>
    /// <param name="b">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Of(Tensor a, Tensor b)
    {
        SameSize.Require(a, b);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return -10 * Math.Log10((a.to(float64) - b.to(float64)).square().mean().item<double>());
    }

    /// <summary>Root of <see cref="Mse"/>, the distortion axis of the PIRM 2018 challenge.</summary>
    public static double Rmse(Picture a, Picture b) => Math.Sqrt(Mse(a, b));

    /// <summary>PSNR in dB of a mean squared error in units of 8-bit samples.</summary>
    public static double FromMse(double mse) => 10 * Math.Log10(255.0 * 255.0 / mse);
}
