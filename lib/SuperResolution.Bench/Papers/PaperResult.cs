using SuperResolution.Metrics.Statistics;

namespace SuperResolution.Metrics.Papers;

/// <summary>A paper's value, and what the kit has beside it.</summary>
/// <param name="Table">Where the value stands.</param>
/// <param name="Row">The value.</param>
/// <param name="Method">What fills the row; null where the kit has nothing.</param>
/// <param name="Measured">Its scores; null where there is no method, or the set is not at hand.</param>
/// <param name="Explanation">What is different about the method; null where it is the paper's own.</param>
/// <param name="Missing">Why there is no number; or empty.</param>
public sealed record PaperResult(
    PaperTable Table, PaperRow Row, EvaluatedMethod? Method, EvaluationRow? Measured, string? Explanation, string Missing = "")
{
    /// <summary>Differences in PSNR above it need a sentence, in dB.</summary>
    public const double Tolerance = 0.1;

    /// <summary>Ours minus the paper's, in dB of PSNR; null without a number.</summary>
    public double? Difference => Measured?.Mean.Psnr - Row.Psnr;

    /// <summary>
    /// The mean PSNR over the images with its 95 % confidence interval (bootstrap, BCa), in dB: what other pictures of this kind would
    /// give.
    /// </summary>
    public ConfidenceInterval? Interval { get; } = Measured is { Images.Count: >= 2 } row
        && row.Images.All(image => double.IsFinite(image.Score.Psnr))
        ? Bootstrap.OfMean([.. row.Images.Select(image => image.Score.Psnr)]) : null;

    /// <summary>Whether the two differ by more than <see cref="Tolerance"/>.</summary>
    public bool Differs => Math.Abs(Difference ?? 0) > Tolerance;

    /// <summary>Whether they differ and nobody has said why: an error of the kit, or of this table.</summary>
    public bool IsUnexplained => Differs && string.IsNullOrEmpty(Explanation);
}
