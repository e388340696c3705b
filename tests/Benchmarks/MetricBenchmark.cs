using BenchmarkDotNet.Attributes;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Metrics;

namespace SuperResolution.Benchmarks;

/// <summary>What one 512×512 RGB picture costs: the measure behind <see cref="MetricCost"/>.</summary>
public class MetricBenchmark
{
    private Picture reference = null!, distorted = null!;

    public static IEnumerable<Metric> Metrics =>
    [
        Psnr.Metric, Psnr.RmseMetric, Ssim.Metric, DaalaSsim.Metric, MsSsim.Metric, CwSsim.Metric, Fsim.Metric, Gmsd.Metric, Vif.Metric,
        Sharpness.Metric,
        .. IfThere(() => Niqe.Open().Metric), .. IfThere(() => Lpips.Alex().Metric), .. IfThere(() => VggDistance.Open().Metric),
    ];

    [ParamsSource(nameof(Metrics))]
    public Metric Metric { get; set; } = null!;

    [GlobalSetup]
    public void Draw()
    {
        TorchSharp.torch.set_num_threads(1);
        reference = SyntheticImages.DeadLeaves(1, 512, 512);
        distorted = Distortions.GaussianBlur(reference, 1);
    }

    /// <summary>Metrics whose files are the user's.</summary>
    private static IEnumerable<Metric> IfThere(Func<Metric> open)
    {
        try
        {
            return [open()];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    [Benchmark]
    public double Measure() => Metric.Measure(reference, distorted);
}
