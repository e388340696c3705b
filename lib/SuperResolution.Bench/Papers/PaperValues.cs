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
/// <param name="Shape">Variant and training set of a network, as in "SRCNN 9-1-5, 91 images"; empty for formulas.</param>
public sealed record PaperValue(string Method, string Set, int Scale, string Protocol, double Psnr, double Ssim, string Source, string Shape)
{
    /// <summary>Whether something that is and was trained so is what the paper measured.</summary>
    /// <param name="training">As <see cref="EvaluatedMethod.Training"/> says it.</param>
    public bool IsOf(string training) => Shape.Split(", ", 2) is [var variant, var data] ? training.StartsWith(variant + ", ", StringComparison.Ordinal) && training.Contains(", " + data, StringComparison.Ordinal) : training.Length == 0;
}

/// <summary>Published rows, for the paper column of tables.</summary>
public static class PaperValues
{
    private const string Vdsr = "arXiv 1511.04587, table 2", VdsrShape = "VDSR 20 layers × 64 channels, 291 images";

    /// <summary>All rows that the kit knows, one for each method, set, scale and protocol.</summary>
    public static IReadOnlyList<PaperValue> All { get; } =
    [
        .. Of(SrcnnTable.Table, ("SRCNN", SrcnnTable.Shape)),
        .. Rows("Bicubic", "", "Y601", Vdsr, ("BSD100", 29.56, 0.8431, 27.21, 0.7385, 25.96, 0.6675), ("Urban100", 26.88, 0.8403, 24.46, 0.7349, 23.14, 0.6577)),
        .. Rows("SRCNN", SrcnnTable.Shape, "Y601", "arXiv 1511.04587 and 1809.00219, measured by others", ("BSD100", 31.36, 0.8879, 28.41, 0.7863, 26.90, 0.7101), ("Urban100", 29.50, 0.8946, 26.24, 0.7989, 24.52, 0.7221)),
        .. Rows("VDSR", VdsrShape, "Y601", Vdsr, ("Set5", 37.53, 0.9587, 33.66, 0.9213, 31.35, 0.8838), ("Set14", 33.03, 0.9124, 29.77, 0.8314, 28.01, 0.7674)),
        .. Rows("VDSR", VdsrShape, "Y601", Vdsr, ("BSD100", 31.90, 0.8960, 28.82, 0.7976, 27.29, 0.7251), ("Urban100", 30.76, 0.9140, 27.14, 0.8279, 25.18, 0.7524)),
        .. Of(SrganTables.Table2, SrganTables.Shapes),
    ];

    /// <summary>The row for an upscaler.</summary>
    /// <param name="upscaler">Its name begins with the method's, e.g. "SRCNN (authors')"; a self-ensemble ("+" at the end) is another method.</param>
    /// <param name="set">Name of the set.</param>
    /// <param name="protocol">How it was measured.</param>
    /// <param name="training">What it is and was trained on: only the row of such a network is taken. Null: not told, and the name alone decides.</param>
    public static PaperValue? Find(string upscaler, string set, Protocol protocol, string? training = null) => All.FirstOrDefault(value =>
        (upscaler.Equals(value.Method, StringComparison.OrdinalIgnoreCase) || upscaler.StartsWith(value.Method + " ", StringComparison.OrdinalIgnoreCase)) && !upscaler.EndsWith('+')
        && value.Set == set && value.Scale == protocol.Scale && value.Protocol == protocol.Name && (training is null || value.IsOf(training)));

    /// <summary>The published value for a measured row's set, scale and protocol, of such a network and training set; null where there is none, and for substitutes and parts of sets.</summary>
    public static PaperValue? For(EvaluationRow row) => row.Notice.Length > 0 ? null : Find(row.Upscaler, row.Set, row.Protocol, row.Training);

    private static IEnumerable<PaperValue> Of(PaperTable table, params (string Method, string Shape)[] networks) => table.Rows.Where(row => row.Protocol is not null)
        .Select(row => new PaperValue(row.Method, row.Set, row.Scale, row.Protocol!.Name, row.Psnr, row.Ssim, table.Source, networks.FirstOrDefault(network => network.Method == row.Method).Shape ?? (row.Method is "Nearest" or "Bicubic" ? "" : row.Method + ", not in the kit")));

    private static IEnumerable<PaperValue> Rows(string method, string shape, string protocol, string source, params (string Set, double P2, double S2, double P3, double S3, double P4, double S4)[] rows) =>
        rows.SelectMany(row => new PaperValue[]
        {
            new(method, row.Set, 2, protocol, row.P2, row.S2, source, shape),
            new(method, row.Set, 3, protocol, row.P3, row.S3, source, shape),
            new(method, row.Set, 4, protocol, row.P4, row.S4, source, shape),
        });
}
