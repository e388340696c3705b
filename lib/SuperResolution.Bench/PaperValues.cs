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
    private const string Vdsr = "arXiv 1511.04587, table 2";

    /// <summary>All rows that the kit knows, one for each method, set, scale and protocol.</summary>
    public static IReadOnlyList<PaperValue> All { get; } =
    [
        .. Of(SrcnnTable.Table),
        .. Rows("Bicubic", "Y601", Vdsr, ("BSD100", 29.56, 0.8431, 27.21, 0.7385, 25.96, 0.6675), ("Urban100", 26.88, 0.8403, 24.46, 0.7349, 23.14, 0.6577)),
        .. Rows("SRCNN", "Y601", "arXiv 1511.04587 and 1809.00219, measured by others", ("BSD100", 31.36, 0.8879, 28.41, 0.7863, 26.90, 0.7101), ("Urban100", 29.50, 0.8946, 26.24, 0.7989, 24.52, 0.7221)),
        .. Rows("VDSR", "Y601", Vdsr, ("Set5", 37.53, 0.9587, 33.66, 0.9213, 31.35, 0.8838), ("Set14", 33.03, 0.9124, 29.77, 0.8314, 28.01, 0.7674)),
        .. Rows("VDSR", "Y601", Vdsr, ("BSD100", 31.90, 0.8960, 28.82, 0.7976, 27.29, 0.7251), ("Urban100", 30.76, 0.9140, 27.14, 0.8279, 25.18, 0.7524)),
        .. Of(SrganTables.Table2),
    ];

    /// <summary>The row for an upscaler whose name begins with the method's, e.g. "SRCNN 9-5-5 (authors' weights)"; a self-ensemble ("+" at the end) is another method.</summary>
    public static PaperValue? Find(string upscaler, string set, Protocol protocol) => All.FirstOrDefault(value =>
        (upscaler.Equals(value.Method, StringComparison.OrdinalIgnoreCase) || upscaler.StartsWith(value.Method + " ", StringComparison.OrdinalIgnoreCase)) && !upscaler.EndsWith('+') && value.Set == set && value.Scale == protocol.Scale && value.Protocol == protocol.Name);

    /// <summary>The published value for a measured row's set, scale and protocol; null where there is none, and for substitutes and parts of sets.</summary>
    public static PaperValue? For(EvaluationRow row) => row.Notice.Length > 0 ? null : Find(row.Upscaler, row.Set, row.Protocol);

    private static IEnumerable<PaperValue> Of(PaperTable table) => table.Rows.Where(row => row.Protocol is not null)
        .Select(row => new PaperValue(row.Method, row.Set, row.Scale, row.Protocol!.Name, row.Psnr, row.Ssim, table.Source));

    private static IEnumerable<PaperValue> Rows(string method, string protocol, string source, params (string Set, double P2, double S2, double P3, double S3, double P4, double S4)[] rows) =>
        rows.SelectMany(row => new PaperValue[]
        {
            new(method, row.Set, 2, protocol, row.P2, row.S2, source),
            new(method, row.Set, 3, protocol, row.P3, row.S3, source),
            new(method, row.Set, 4, protocol, row.P4, row.S4, source),
        });
}
