using SuperResolution.Imaging;

namespace SuperResolution.Metrics;

/// <summary>What is measured of an upscaled picture: PSNR and SSIM under a protocol, or one metric.</summary>
/// <remarks>
/// A metric sees colours: HR cut to a multiple of the scale, and what the upscaler makes of its 8-bit LR. Nothing is cut off at the
/// border.
/// </remarks>
/// <param name="Protocol">How LR is made.</param>
/// <param name="Metric">Null: the protocol's own two numbers.</param>
/// <param name="Content">All that decides the numbers.</param>
internal sealed record Measure(Protocol Protocol, Metric? Metric, ContentText Content)
{
    public static Measure Of(Protocol protocol) => new(protocol, null, new("protocol " + protocol.Content));

    public static Measure Of(Metric metric, int scale, Dictionary<object, int> opaque) =>
        new(Protocol.Rgb(scale), metric, ContentText.Of("metric", metric.Measure, opaque));

    /// <summary>The numbers: PSNR and SSIM, or the metric's value.</summary>
    public double[] Numbers(Picture truth, Picture sr)
    {
        if (Metric is null) return Protocol.Measure(truth, sr) is var score ? [score.Psnr, score.Ssim] : [];
        if (!Content.IsForeign) return [Metric.Measure(truth, sr)];
        lock (Metric) return [Metric.Measure(truth, sr)]; // a function of a notebook may remember things
    }
}
