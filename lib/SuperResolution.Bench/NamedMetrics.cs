namespace SuperResolution.Metrics;

/// <summary>The kit's metrics by the names that commands take, to be measured beside a protocol's PSNR and SSIM.</summary>
public static class NamedMetrics
{
    private static readonly (string Name, Func<Metric> Open)[] all =
    [
        ("rmse", () => Psnr.RmseMetric), ("ms-ssim", () => MsSsim.Metric), ("cw-ssim", () => CwSsim.Metric),
        ("daala-ssim", () => DaalaSsim.Metric), ("fsim", () => Fsim.Metric), ("gmsd", () => Gmsd.Metric), ("vif", () => Vif.Metric),
        ("sharpness", () => Sharpness.Metric), ("niqe", () => Niqe.Open().Metric), ("lpips", () => Lpips.Alex().Metric),
        ("vgg", () => VggDistance.Open().Metric),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => [.. all.Select(metric => metric.Name)];

    /// <summary>Opens a metric; those that see through a network keep it as long as they are used.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    /// <exception cref="FileNotFoundException">Its weights are missing; the message says what to get and where to put it.</exception>
    public static Metric Open(string name) => all.FirstOrDefault(metric => metric.Name == name).Open is { } open ? open()
        : throw new ArgumentException($"There is no metric '{name}'. There are {string.Join(", ", All)}.");
}
