using SuperResolution.Metrics.Papers;

namespace SuperResolution.Metrics;

/// <summary>A number that a paper printed.</summary>
/// <param name="Method">As tables call it.</param>
/// <param name="Set">Name of the set.</param>
/// <param name="Scale">2, 3, 4.</param>
/// <param name="Protocol">Name of the protocol that reproduces the paper's control rows.</param>
/// <param name="Psnr">dB.</param>
/// <param name="Ssim">At most 1.</param>
/// <param name="Source">Where it stands.</param>
public sealed record PaperValue(string Method, string Set, int Scale, string Protocol, double Psnr, double Ssim, string Source);

/// <summary>Published rows, for the paper column of tables.</summary>
public static class PaperValues
{
    /// <summary>All rows that the kit knows, one for each method, set, scale and protocol.</summary>
    public static IReadOnlyList<PaperValue> All => PaperFile.Default.Values;

    /// <summary>
    /// The row for an upscaler whose name begins with the method's, e.g. "SRCNN 9-5-5 (authors' weights)"; a self-ensemble ("+" at the
    /// end) is another method.
    /// </summary>
    public static PaperValue? Find(string upscaler, string set, Protocol protocol) => All.FirstOrDefault(value =>
        (upscaler.Equals(value.Method, StringComparison.OrdinalIgnoreCase)
            || upscaler.StartsWith(value.Method + " ", StringComparison.OrdinalIgnoreCase)) && !upscaler.EndsWith('+') && value.Set == set
                && value.Scale == protocol.Scale && value.Protocol == protocol.Name);

    /// <summary>
    /// The published value for a measured row's set, scale and protocol; null where there is none, and for substitutes and parts of sets.
    /// </summary>
    public static PaperValue? For(EvaluationRow row) => row.Notice.Length > 0 ? null : Find(row.Upscaler, row.Set, row.Protocol);
}
