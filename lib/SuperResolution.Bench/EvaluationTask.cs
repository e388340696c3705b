using SuperResolution.Datasets;

namespace SuperResolution.Metrics;

/// <summary>One row that is wanted: a method on a set under a protocol of the method's scale.</summary>
/// <param name="Method">What upscales.</param>
/// <param name="Set">The HR pictures.</param>
/// <param name="Protocol">How it is measured.</param>
public sealed record EvaluationTask(EvaluatedMethod Method, ImageSet Set, Protocol Protocol)
{
    /// <summary>What is measured beside the protocol's PSNR and SSIM.</summary>
    /// <remarks>
    /// A metric sees colours: HR cut to a multiple of the scale, and what the method makes of its 8-bit LR; nothing is cut off at the
    /// border.
    /// </remarks>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>E.g. "Bicubic on Set5, Y601 ×3".</summary>
    public override string ToString() => $"{Method.Name} on {Set.Name}, {Protocol}";
}
