using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>A quality metric as a value: how to measure, and what a table or chart has to know of the numbers.</summary>
/// <param name="Name">As the literature calls it, e.g. "MS-SSIM".</param>
/// <param name="Better">Whether higher or lower numbers mean better pictures.</param>
/// <param name="Range">Worst and best possible value; infinite where there is none.</param>
/// <param name="Cost">What one 512×512 picture costs on one CPU core.</param>
/// <param name="NeedsReference">False for metrics that look at the picture alone.</param>
/// <param name="Measure">(reference, picture) → value; a metric without reference ignores its first argument.</param>
public sealed record Metric(string Name, Better Better, (double Worst, double Best) Range, MetricCost Cost, bool NeedsReference,
    Func<Picture, Picture, double> Measure)
{
    /// <summary>E.g. "dB"; empty where the numbers have none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>E.g. "LPIPS ↓".</summary>
    public override string ToString() => Name + (Better == Better.Higher ? " ↑" : " ↓");

    /// <summary>E.g. "LPIPS, lower is better", "PSNR in dB, higher is better".</summary>
    public string AxisLabel =>
        $"{Name}{(Unit.Length > 0 ? " in " + Unit : "")}, {(Better == Better.Higher ? "higher" : "lower")} is better";

    /// <summary>A metric that compares with the truth.</summary>
    public static Metric FullReference(
        string name, Better better, (double Worst, double Best) range, MetricCost cost, Func<Picture, Picture, double> measure) =>
        new(name, better, range, cost, NeedsReference: true, measure);

    /// <summary>A metric that looks at the picture alone.</summary>
    public static Metric NoReference(
        string name, Better better, (double Worst, double Best) range, MetricCost cost, Func<Picture, double> measure) =>
        new(name, better, range, cost, NeedsReference: false, (_, picture) => measure(picture));
}

/// <summary>Which direction of a metric is good.</summary>
public enum Better
{
    /// <summary>As for PSNR and SSIM.</summary>
    Higher,

    /// <summary>As for MSE, LPIPS and NIQE.</summary>
    Lower,
}

/// <summary>What a metric costs for one 512×512 picture on one CPU core.</summary>
public enum MetricCost
{
    /// <summary>Up to some 20 ms: sums over pixels and small windows.</summary>
    Low,

    /// <summary>Up to about a second: filter banks, pyramids, statistics of patches.</summary>
    Medium,

    /// <summary>More, or a network's forward pass: a GPU is welcome.</summary>
    High,
}
